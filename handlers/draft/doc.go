// Package draft says in Chinese what bot/draft read in an announcement: a campaign file with
// the sentences that it rests on, what contradicts itself, what is missing and whom to ask.
package draft
