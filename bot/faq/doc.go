// Package faq matches a question to the entries of a campaign: an answer, a
// short list of what may have been meant, or nothing. Pure, no I/O; a Matcher
// is immutable and safe for concurrent use.
package faq
