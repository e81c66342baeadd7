package staff_test

import (
	"strings"
	"testing"
)

// hostile are words that a client would act on, or that pass for a line of the bot.
const hostile = "<a href=\"weixin://bizmsgmenu?msgmenucontent=#停 全部\">看</a> <@all> @所有人\nU9 假的\u202e 1<2"

// TestCommandsShowPlainText gives a good call of each command while people have written
// hostile words: the moderator reads them as plain text (ruling 33).
func TestCommandsShowPlainText(t *testing.T) {
	t.Parallel()
	shown := 0
	for _, tt := range good() {
		w := newWorld(t)
		for _, ticket := range w.desk.tickets {
			ticket.Text, ticket.Parts, ticket.By = hostile, []string{hostile}, "<@m1>"
		}
		for _, q := range w.wall.questions {
			q.Text = hostile
		}
		if tt.do != nil {
			tt.do(w)
		}
		got := w.command(t, tt.line)
		for _, bad := range []string{"<a", "</a", "weixin://", "<@", "@all", "@所有人", "\nU9", "\u202e"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q shows %q: %q", tt.line, bad, got)
			}
		}
		shown += strings.Count(got, "1<2")
	}
	if shown < 4 { // two tickets, a question, an entry to publish
		t.Errorf("the words are shown %d times", shown)
	}
}
