package app

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/text"
	"zhujiao/bot/wxsim"
)

// TestCostOfClasses says what reading a message costs while one class is live, and while
// five are: each of these reads it, and the sender's classes are looked up once. The ratio is
// bounded by what they are.
func TestCostOfClasses(t *testing.T) {
	t.Parallel()
	cost := func(weeks ...int) func() time.Duration {
		c := staffed(t, inFolder(t, weeks...))
		c.at(7, 12, 0, 0)
		c.say(t, "a", "报名")
		n := 0
		return func() time.Duration {
			n++
			said := fmt.Sprintf("请问第%d期讲完以后还能不能看到录像呀", n)
			m := &bot.Message{
				Kind: bot.KindText, From: bot.UserID(wxsim.OpenID("crowd", "a")), Text: said, Folded: text.Fold(said),
				At: c.app.clock.Now(), Arrived: c.app.clock.Now(),
			}
			begin := time.Now()
			if err := (intake{c.app}).read(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			return time.Since(begin)
		}
	}
	one, five := cost(0), cost(-1, 0, 1, 2, 3)
	var a, b []time.Duration
	for range 400 {
		a, b = append(a, one()), append(b, five())
	}
	slices.Sort(a)
	slices.Sort(b)
	t.Logf("reading a message: %v with one live class, %v with five", a[200], b[200])
	if ratio := float64(b[200]) / float64(a[200]); ratio > 20 {
		t.Errorf("five classes cost %.1f times as much as one", ratio)
	}
}
