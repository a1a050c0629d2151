//! What search engines read of the page: the studio's services with their prices, and this page, as schema.org's JSON-LD.

use serde_json::{Value, json};

use super::studio::{Service, Studio};

/// The content of a `<script type="application/ld+json">`. No `<` is in it, so that nothing in `studio.json` can end the script
/// or begin a comment (WHATWG HTML, section 4.12.1.3).
#[must_use]
pub fn structured_data(studio: &Studio) -> String {
    let offers: Vec<Value> = studio.services.iter().map(|service| offer(service, &studio.currency)).collect();
    let about = |parts: &[&str]| parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(". ");
    let prices = studio.services.iter().map(|service| service.price);
    let range = match (prices.clone().min(), prices.max()) {
        (Some(least), Some(most)) if least != most => format!("{} {least}-{most}", studio.currency),
        (Some(price), _) => format!("{} {price}", studio.currency),
        _ => String::new(),
    };
    let mut graph = json!({
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "ProfessionalService",
                "@id": "#studio",
                "name": studio.name,
                "url": studio.page,
                "email": studio.email,
                "address": { "@type": "PostalAddress", "addressLocality": studio.location },
                "employee": { "@type": "Person", "name": studio.engineer },
                "priceRange": range,
            },
            {
                "@type": "Service",
                "@id": "#mastering",
                "name": format!("Mastering, {}", studio.name),
                "serviceType": "Audio mastering",
                "description": about(&[&studio.chain.join(", "), &studio.accreditation]),
                "url": studio.page,
                "provider": { "@id": "#studio" },
                "areaServed": studio.reach,
                "offers": offers,
            },
            {
                "@type": "WebApplication",
                "name": "Testpress",
                "applicationCategory": "MultimediaApplication",
                "operatingSystem": "Any",
                "browserRequirements": "JavaScript and WebAssembly",
                "isAccessibleForFree": true,
                "offers": { "@type": "Offer", "price": "0", "priceCurrency": studio.currency },
                "provider": { "@id": "#studio" },
            },
        ],
    });
    if let Some(address) = &studio.public_address {
        graph["@graph"][2]["url"] = json!(address);
    }
    graph.to_string().replace('<', "\\u003c")
}

fn offer(service: &Service, currency: &str) -> Value {
    let price = service.price.to_string();
    let mut offer = json!({
        "@type": "Offer",
        "name": format!("{}, {}", service.name, service.medium),
        "description": service.revisions,
        "price": price,
        "priceCurrency": currency,
    });
    if service.per_track {
        offer["priceSpecification"] =
            json!({ "@type": "UnitPriceSpecification", "price": price, "priceCurrency": currency, "unitText": "track" });
    }
    offer
}
