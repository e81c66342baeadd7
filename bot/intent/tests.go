package intent

import (
	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
)

// TestResult is what becomes of a test case for somebody of whom nothing is known.
type TestResult struct {
	Case   campaign.TestCase
	Passed bool
	// Command is the command that would be carried out, Entry the entry that would answer; of
	// several questions in one text that of the first. Offered are the entries that the sender
	// would be asked to choose from. All are empty if a moderator would answer, or nobody.
	Command, Entry string
	Offered        []string
	// Kind is what the text is taken for.
	Kind Kind
	// Nearest is the entry that is most like the text, Confidence how sure the matcher is of
	// it, 0 to 1.
	Nearest    string
	Confidence float64
}

// RunTests tries the test cases of a reader's campaign, about half a millisecond each.
func RunTests(r *Reader) []TestResult {
	if len(r.campaign.Tests) == 0 {
		return nil
	}
	owners := faq.IntentOwners(entriesOf(r.campaign, nil))
	out := make([]TestResult, len(r.campaign.Tests))
	for i, c := range r.campaign.Tests {
		out[i] = runTest(r, c, owners[c.Want])
	}
	return out
}

// runTest tries one case; owner is the entry that has the intent that it wants.
func runTest(r *Reader, c campaign.TestCase, owner string) TestResult {
	words := r.ReadWords(c.Question)
	in := Resolve(bot.Readings{Source: bot.SourceText, Words: words}, State{})
	out := TestResult{Case: c, Kind: in.Kind, Confidence: words.Match.Confidence}
	if len(words.Match.Hits) > 0 {
		out.Nearest = words.Match.Hits[0].ID
	}
	parts := []Intent{in}
	if in.Kind == Several {
		parts = in.Parts
	}
	for _, p := range parts {
		command, entry := p.Command.Word, p.Entry
		switch p.Kind {
		case Answer:
			out.Passed = out.Passed || c.Want != "" && (entry == c.Want || entry == owner)
		case RunCommand:
			out.Passed = out.Passed || command == c.Want
		default:
			command, entry = "", ""
		}
		if out.Command == "" && out.Entry == "" {
			out.Command, out.Entry = command, entry
		}
		for _, h := range p.Choices {
			out.Offered = append(out.Offered, h.ID)
		}
	}
	if c.Want == "" {
		e, _ := r.campaign.Entry(out.Entry)
		out.Passed = out.Command == "" && (out.Entry == "" || e.Pending)
	}
	return out
}
