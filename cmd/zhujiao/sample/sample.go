// Package sample holds the first campaign, a real one, which the demo runs.
package sample

import "embed"

// FileName is the campaign file in Files.
const FileName = "campaign.yaml"

// Files are the campaign file and what it names.
//
//go:embed campaign.yaml blocked_words.txt
var Files embed.FS
