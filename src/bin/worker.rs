//! The worker's program.

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    console_error_panic_hook::set_once();
    testpress::worker::serve::serve()
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
