package console

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// reviewPage is what publishing a draft would do.
type reviewPage struct {
	Kind     moderation.ContentKind
	Draft    moderation.ContentDraft
	Findings []found
	// Errors forbid it; Warnings do not.
	Errors, Warnings int
	Checked          moderation.Checked
	// Changes are what the draft changes in the newest version, Meanwhile what others have
	// changed since it was begun.
	Changes, Meanwhile []text.DiffLine
	Code               string // confirms it
	Wrong              *refusal
	// Told is what people would read, and what else follows; Replay how past questions would be
	// answered.
	Told   Told
	Replay Replay
}

// found is a finding with the line in which it stands.
type found struct {
	moderation.Finding
	Source string
}

// findingsMost is how many findings a page shows.
const findingsMost = 100

// kind is the kind of draft that a page is about.
func (contents) kind(name string) (moderation.ContentKind, error) {
	switch k := moderation.ContentKind(name); k {
	case moderation.ContentText, moderation.ContentForm, moderation.ContentMade:
		return k, nil
	case moderation.ContentAnswers:
	}
	return "", errForm
}

// review shows what publishing a draft would do.
func (c contents) review(v *visit) error {
	kind, err := c.kind(v.r.URL.Query().Get("kind"))
	if err != nil {
		return v.redirect(v.path("content"))
	}
	p, err := c.look(v, kind)
	switch {
	case errors.Is(err, campaign.ErrNotFound):
		return v.redirect(v.path("content"))
	case err != nil:
		return err
	}
	return v.page("content_review", p)
}

// look checks a draft for a page.
func (c contents) look(v *visit, kind moderation.ContentKind) (p reviewPage, err error) {
	p = reviewPage{Kind: kind}
	if p.Draft, err = c.service(v).Draft(v.ctx(), v.who, kind); err != nil {
		return p, err
	}
	if p.Draft.Text == "" {
		return p, campaign.ErrNotFound
	}
	if p.Checked, err = c.service(v).Check(v.ctx(), v.who, p.Draft, v.now); err != nil {
		return p, err
	}
	p.list()
	base := p.Checked.Base
	p.Changes = differences(base.Text, p.Draft.Text)
	if base.Number != p.Draft.Base && base.Number > 0 {
		began, err := c.service(v).Edition(v.ctx(), v.who, p.Draft.Base)
		if err != nil && !errors.Is(err, campaign.ErrNotFound) {
			return p, err
		}
		p.Meanwhile = differences(began.Text, base.Text)
	}
	if p.Checked.Class != nil {
		if p.Told, err = v.Studio.Tell(v.ctx(), v.Campaign.ID, string(kind), p.Draft.Text, v.now); err != nil {
			return p, err
		}
	}
	if p.Checked.Class != nil && kind != moderation.ContentMade {
		p.Replay, err = v.Answers.Replay(v.ctx(), v.Campaign.ID, p.Draft.Text, v.now)
	}
	return p, err
}

// list lists what the check has found, with the lines.
func (p *reviewPage) list() {
	lines := strings.Split(p.Draft.Text, "\n")
	for _, f := range p.Checked.Findings {
		if f.Warning || !f.Forbids {
			p.Warnings++
		} else {
			p.Errors++
		}
		if len(p.Findings) < findingsMost {
			one := found{Finding: f}
			if f.Line > 0 && f.Line <= len(lines) {
				one.Source = text.CutBytes(strings.TrimSpace(lines[f.Line-1]), sourceMost)
			}
			p.Findings = append(p.Findings, one)
		}
	}
}

// sourceMost is how many bytes of a line are shown beside a finding.
const sourceMost = 160

// propose asks for the code that publishes a draft.
func (c contents) propose(v *visit) error {
	kind, err := c.kind(v.form("kind"))
	if err != nil {
		return err
	}
	var code string
	err = v.do(v.ctx(), func(ctx context.Context) (err error) {
		code, err = c.service(v).Propose(ctx, v.who, kind, v.now)
		return err
	})
	if errors.Is(err, campaign.ErrNotFound) {
		return v.redirect(v.path("content"))
	}
	show := func(wrong *refusal, status int) error {
		p, err := c.look(v, kind)
		if errors.Is(err, campaign.ErrNotFound) {
			return v.redirect(v.path("content"))
		}
		if err != nil {
			return err
		}
		p.Code, p.Wrong = code, wrong
		return v.show(status, "content_review", p)
	}
	if err != nil {
		return again(err, show)
	}
	return show(nil, http.StatusOK)
}

// published stores a draft after its code.
func (c contents) published(ctx context.Context, v *visit, p moderation.PendingContent) (said flash, to string, err error) {
	done, err := c.service(v).Publish(ctx, v.who, p, v.now)
	if done.Class != v.Campaign.ID {
		return flash{Code: "class-made", Name: done.Class}, v.path("content"), err
	}
	return flash{Code: "version", N: done.Number}, v.path("content"), err
}

// rebase notes that the visitor has seen what others have changed: their text takes its place.
func (c contents) rebase(v *visit) error {
	kind, err := c.kind(v.form("kind"))
	if err != nil {
		return err
	}
	seen, err := strconv.Atoi(v.form("base"))
	if err != nil {
		return errForm
	}
	d, err := c.service(v).Draft(v.ctx(), v.who, kind)
	if err != nil {
		return err
	}
	if d.Text == "" {
		return campaign.ErrNotFound
	}
	if err := c.save(v, kind, d.Text, seen); err != nil {
		return err
	}
	return v.redirect(v.path("content/review?kind=" + string(kind)))
}

// drop throws a draft away.
func (c contents) drop(v *visit) error {
	kind := moderation.ContentKind(v.form("kind"))
	if _, err := c.kind(string(kind)); err != nil && kind != moderation.ContentAnswers {
		return err
	}
	return v.act(v.path("content"), func(ctx context.Context, said *flash) error {
		said.Code, said.Sent = "content-dropped", "content"
		return c.service(v).Drop(ctx, v.who, kind)
	})
}

// proposeForm keeps a text that a form has made.
func (c contents) proposeForm(v *visit, change FormChange) error {
	words, base, err := v.Studio.Rewrite(v.ctx(), v.Campaign.ID, change)
	if errors.Is(err, content.ErrUneditable) {
		return errByHand
	}
	if err != nil {
		return err
	}
	return c.save(v, moderation.ContentForm, words, base)
}
