#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| loopbook_fuzz::packet_file(data));
