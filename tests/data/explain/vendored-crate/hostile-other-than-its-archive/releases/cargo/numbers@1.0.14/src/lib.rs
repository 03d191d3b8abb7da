pub fn one() -> u8 { 1 }
// as it was released
