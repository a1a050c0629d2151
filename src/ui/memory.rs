//! How much memory the engine may take.

/// Half of the device's memory, as far as the browser tells, and at most what a module can address comfortably.
pub fn memory_bytes() -> u64 {
    const GIB: f64 = 1_073_741_824.0;
    let told = web_sys::window()
        .and_then(|window| js_sys::Reflect::get(&window.navigator(), &"deviceMemory".into()).ok())
        .and_then(|value| value.as_f64());
    ((told.unwrap_or(4.0) * 0.5).min(3.0) * GIB) as u64
}
