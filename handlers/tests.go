package handlers

import (
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
)

// FailedTests tries the test cases of a version and returns the problems, at the line of each
// case of which something else becomes than it wants. Without test cases it costs nothing, else
// a tenth of a second, because it builds a reader.
func FailedTests(v *content.Version, commands []intent.Command) (out []content.Problem) {
	if len(v.Campaign.Tests) == 0 {
		return nil
	}
	reader := intent.New(v.Campaign, ReaderTexts(v.Campaign, v.Texts), commands)
	for i, r := range intent.RunTests(reader) {
		if r.Passed {
			continue
		}
		hint := "给该答的那一条加上这个问法，或改测试的「应该」"
		if r.Case.Want == "" {
			hint = "把答错的那一条的问法写得更清楚，或改测试的「应该」"
		}
		out = append(out, v.FailedTest(i, "测试「"+r.Case.Question+"」应该"+wanted(v.Campaign, r.Case)+"，现在"+became(v.Campaign, r), hint))
	}
	return out
}

// wanted says what must become of a test case.
func wanted(c *campaign.Campaign, t campaign.TestCase) string {
	if t.Want == "" {
		return "不答"
	}
	return "答「" + entryTitle(c, t.Want) + "」"
}

// became says what becomes of a test case.
func became(c *campaign.Campaign, r intent.TestResult) string {
	sure := "（把握" + strconv.Itoa(int(r.Confidence*100+0.5)) + "%）"
	switch {
	case r.Command != "":
		return "当作指令「" + r.Command + "」"
	case r.Entry != "":
		return "答「" + entryTitle(c, r.Entry) + "」" + sure
	case len(r.Offered) > 0:
		titles := make([]string, len(r.Offered))
		for i, id := range r.Offered {
			titles[i] = entryTitle(c, id)
		}
		return "先反问「" + strings.Join(titles, "」「") + "」" + sure
	case r.Kind == intent.Unknown && r.Nearest != "" && r.Confidence >= 0.01:
		return "没有答案，最像「" + entryTitle(c, r.Nearest) + "」" + sure
	case r.Kind == intent.Unknown:
		return "没有答案"
	}
	return "不当作问题"
}

// entryTitle is what an entry asks; its id, or another word, if there is no such entry.
func entryTitle(c *campaign.Campaign, id string) string {
	if e, ok := c.Entry(id); ok {
		return e.Question
	}
	return id
}
