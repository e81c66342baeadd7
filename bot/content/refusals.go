package content

import (
	"slices"

	"zhujiao/bot/campaign"
	"zhujiao/bot/textcheck"
)

// Refusals returns the errors that the check of a file would report for an answer of a class
// with these settings: what it says against them, and luring words. Start and zone of the class
// have to be set.
func Refusals(c *campaign.Campaign, answer string) []Problem {
	report := &problemList{}
	(&particulars{report: report, c: c}).checkParticulars(spoken{words: answer})
	if words, sure := textcheck.LuringWords(answer); sure {
		report.errorAt(nil, "答案里的「"+words+"」属于诱导分享或诱导关注，公众号会被处罚", "换个说法")
	}
	return slices.DeleteFunc(report.problems, func(p Problem) bool { return p.Warning })
}
