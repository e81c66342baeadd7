package faq

// Plain is the normalisation that the tests hold to be stable.
func Plain(folded string) string { return shipped().plain(folded) }
