//! What search engines read: the studio's prices as they are, and nothing that could leave its script.

use serde_json::Value;
use testpress::booking::structured_data;

use super::{shipped, with};

#[test]
fn the_offers_are_those_of_the_file() {
    let data: Value = serde_json::from_str(&structured_data(&shipped())).expect("JSON");
    assert_eq!(data["@context"], "https://schema.org");
    let graph = data["@graph"].as_array().expect("a graph");
    let kinds: Vec<&str> = graph.iter().filter_map(|node| node["@type"].as_str()).collect();
    assert_eq!(kinds, ["ProfessionalService", "Service", "WebApplication"]);
    let offers: Vec<(&str, &str, &str)> = graph[1]["offers"]
        .as_array()
        .expect("offers")
        .iter()
        .map(|offer| {
            let text = |name: &str| offer[name].as_str().expect("text");
            (text("name"), text("price"), offer["priceSpecification"]["unitText"].as_str().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        offers,
        [
            ("Single, analogue", "60", ""),
            ("Single, tape", "70", ""),
            ("Album or EP, analogue", "50", "track"),
            ("Album or EP, tape", "60", "track")
        ]
    );
    assert_eq!(graph[1]["provider"]["@id"], graph[0]["@id"]);
    assert_eq!(graph[0]["priceRange"], "GBP 50-70");
    assert_eq!(graph[2]["offers"]["price"], "0");
    assert!(graph[2]["url"].is_null(), "nobody said where the page is");
    let placed = structured_data(&with("/public_address", "https://studio.example/testpress/").expect("sound"));
    assert!(placed.contains("\"url\":\"https://studio.example/testpress/\""), "{placed}");
}

#[test]
fn an_edited_price_is_in_it() {
    let edited = structured_data(&with("/services/0/price", 65).expect("sound"));
    assert!(edited.contains("\"price\":\"65\"") && edited.contains("GBP 50-70"), "{edited}");
}

#[test]
fn nothing_leaves_its_script() {
    let nasty = "</script><script>alert(1)</script><!-- & \" ' ]]>";
    for place in ["/name", "/location", "/engineer", "/about", "/reach", "/services/0/revisions", "/chain/0"] {
        let text = structured_data(&with(place, nasty).expect("only text"));
        assert!(!text.contains('<'), "{place}");
        let data: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(data.to_string().contains("</script>"), place != "/about", "read back as it was, where it is used: {place}");
    }
}
