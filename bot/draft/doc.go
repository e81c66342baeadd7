// Package draft reads the announcement of a class and says what stands in it: title, time,
// teachers, seats, packs and so on, each with the sentence that says it. It works by rules
// over the lines of the article, asks no model and no network, and invents nothing: what is
// not stated is missing. Words for people stand in handlers/draft.
package draft
