package console

import (
	"time"

	"zhujiao/bot/moderation"
)

// answeredFlash says that an answer was given, and while it is held how to take it back.
func answeredFlash(name string, r moderation.AnswerResult) flash {
	f := flash{Code: "answered", Name: name, Sent: name}
	switch {
	case r.Code != "":
		f.Code, f.Back, f.Left = "answered-held", []string{r.Code}, int(moderation.RegretTime/time.Second)
		if !r.Told {
			f.Code = "answered-held-later"
		}
	case !r.Told:
		f.Code = "answered-later"
	}
	return f
}

// others gives the same answer to the tickets alike that were ticked, each by itself, and
// returns how many got it, and the codes that take it back.
func (d desk) others(v *visit, words string) (n int, codes []string) {
	for i, name := range v.r.PostForm["also"] {
		ref, ok := moderation.RefOf(v.Campaign.ID, name)
		if !ok || i >= 10 {
			continue
		}
		if r, err := d.give(v, ref, words); err == nil && r.Second == nil {
			n++
			if r.Code != "" {
				codes = append(codes, r.Code)
			}
		}
	}
	return n, codes
}
