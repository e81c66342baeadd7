package console

import (
	"context"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// kept has the deeds on entries that moderators have published by an answer.
type kept struct{ frequent }

// keptRoutes are the addresses of these deeds.
func keptRoutes() []route {
	k := kept{}
	return []route{
		{get, "/console/at/{class}/faq/{ref}/{deed}", staff(), k.back},
		{post, "/console/at/{class}/faq/{ref}/rewrite", staff(), k.rewrite},
		{post, "/console/at/{class}/faq/{ref}/retire", staff(), k.retire},
	}
}

// back leads from the address of a deed to its entry.
func (k kept) back(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	return v.redirect(k.path(v, ref.Name()))
}

// rewrite shows an entry with another answer, and asks for the code that gives it to it.
func (k kept) rewrite(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	words := strings.TrimSpace(contents{}.typedText(v))
	if err = errEmpty; words != "" {
		p := askPage{Kind: "rewrite", Back: k.path(v, ref.Name()), Answer: words}
		err = v.ask(p, func(ctx context.Context, ask *askPage) (err error) {
			ask.Change, err = v.Moderation.Entries.ProposeRewrite(ctx, v.who, ref, words, v.now)
			ask.Code = ask.Change.Code
			return err
		})
	}
	if err == nil {
		return nil
	}
	return again(err, func(wrong *refusal, status int) error {
		e, ok := v.Campaign.Entry(ref.Name())
		if !ok || e.ID != ref.Name() { // another one answers the question by now
			return campaign.ErrNotFound
		}
		p := k.form(v, e)
		p.Answer, p.Wrong = words, wrong
		return v.show(status, "faq_entry", p)
	})
}

// retire shows an entry, and asks for the code that takes it back.
func (k kept) retire(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	return v.ask(askPage{Kind: "retire", Back: k.path(v, ref.Name())}, func(ctx context.Context, ask *askPage) (err error) {
		ask.Change, err = v.Moderation.Entries.ProposeRetirement(ctx, v.who, ref, v.now)
		ask.Code = ask.Change.Code
		return err
	})
}

// changed gives an entry another answer, or takes it back, after the code.
func (k kept) changed(ctx context.Context, v *visit, pending moderation.Pending) (said flash, to string, err error) {
	switch p := pending.(type) {
	case moderation.PendingRewrite:
		name := p.Entry.Name()
		return flash{Code: "rewritten", Name: name}, k.path(v, name), v.Moderation.Entries.Rewrite(ctx, v.who, p, v.now)
	case moderation.PendingRetirement:
		return flash{Code: "retired", Name: p.Entry.Name()}, v.path("faq"), v.Moderation.Entries.Retire(ctx, v.who, p, v.now)
	default:
		return said, "", moderation.ErrBadCode // no page of ours asks for another one
	}
}
