package content

import (
	"maps"
	"slices"

	"zhujiao/bot/text"
)

// listName is the placeholder of lines that are rendered already.
const listName = "列表"

// linkName is the placeholder of an address that comes from the file or from a
// moderator.
const linkName = "链接"

// verbatim returns the placeholders of a text whose values are inserted unchanged, since
// no attendee writes them: what moderators say to people may contain links, and
// moderators read their own words as they typed them. Any other value of any text is
// shown as plain text (ruling 33), so that a new text is safe unless it is listed here.
func verbatim(key Key) []string {
	switch key {
	case KeyHumanReply, KeyStaffCorrectedPrefix, KeyStaffDraftHere, KeyLifeNotice, KeyLifeNoNotice: // moderators' words as people read them
		return []string{"内容"}
	case KeyAnswered, KeyStaffPublishAsk, KeyStaffRetireAsk:
		return []string{"答"}
	case KeyStaffBusyTaken, KeyStaffBusyAnswered, KeyStaffPhrasingAsk:
		return []string{"答", "内容"}
	case KeyStaffPhrasingDone, KeyStaffPhrasingDropped, KeyStaffUntilBad, KeyStaffUntilPast: // the reader's own words
		return []string{"内容"}
	case KeyStaffNone, KeyStaffDoneAlready:
		return []string{"编号"}
	case KeyStaffRewriteAsk:
		return []string{"旧", "答"}
	case KeyStaffBlocked, KeyStaffUntrue:
		return []string{"词"}
	case KeyStaffLint, KeyStaffLintSend, KeyStaffLintFixed:
		return []string{"原因"}
	case KeyBoard: // a reader's own questions stand in it unchanged
		return []string{listName}
	default:
		return nil
	}
}

// plain returns the values as a text shows them. It never changes v.
func (v Vars) plain(key Key) Vars {
	keep := verbatim(key)
	var out Vars
	for name, value := range v {
		if name == linkName || slices.Contains(keep, name) {
			continue
		}
		shown := plainValue(name, value)
		if shown == value {
			continue
		}
		if out == nil {
			out = maps.Clone(v)
		}
		out[name] = shown
	}
	if out == nil {
		return v
	}
	return out
}

// plainValue returns a value as it is shown. A value of which nothing is left is shown
// as an ellipsis, because the line of an empty value would be left out.
func plainValue(name, value string) string {
	shown := text.Plain(value)
	if slices.Contains([]string{listName, menuName, welcomeMenu, packsName, packStatesName}, name) {
		shown = text.PlainLines(value)
	}
	if shown == "" && value != "" {
		return "…"
	}
	return shown
}
