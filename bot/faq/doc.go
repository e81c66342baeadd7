// Package faq matches a question to the frequent questions of a campaign. The
// result is an answer, a short list of entries that may be meant, or nothing. The
// package does no I/O; a Matcher is immutable and safe for concurrent use.
package faq
