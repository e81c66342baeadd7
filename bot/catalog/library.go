package catalog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// Library is the stored content of classes for those who publish it in the console. It
// implements moderation.Library.
type Library struct{ catalog *Catalog }

var _ moderation.Library = Library{}

// Library returns the stored content of all classes.
func (c *Catalog) Library() Library { return Library{c} }

// History implements moderation.Library.
func (l Library) History(ctx context.Context, class string, below, n int) ([]moderation.Edition, error) {
	rows, err := l.catalog.o.Versions.History(ctx, class, below, n)
	if err != nil {
		return nil, err
	}
	out := make([]moderation.Edition, len(rows))
	for i := range rows {
		out[i] = edition(&rows[i])
	}
	return out, nil
}

func edition(v *StoredVersion) moderation.Edition {
	return moderation.Edition{
		Class: v.Class, Number: v.Number, Origin: string(v.Kind), By: v.By, At: v.At, Name: v.Name, Text: string(v.Files[v.Name]),
	}
}

// Edition implements moderation.Library.
func (l Library) Edition(ctx context.Context, class string, number int) (moderation.Edition, error) {
	v, err := l.stored(ctx, class, number)
	if err != nil {
		return moderation.Edition{}, err
	}
	return edition(&v), nil
}

func (l Library) stored(ctx context.Context, class string, number int) (v StoredVersion, err error) {
	if number == 0 {
		v, err = l.catalog.o.Versions.LatestVersion(ctx, class)
	} else {
		v, err = l.catalog.o.Versions.Version(ctx, class, number)
	}
	if err != nil {
		return v, fmt.Errorf("read version %d of %s: %w", number, class, err)
	}
	return v, nil
}

// Check implements moderation.Library. It reads the text as a file is read, and the version
// before too if there are problems, which takes some ten milliseconds each.
func (l Library) Check(ctx context.Context, class, words string, at time.Time) (moderation.Checked, error) {
	base, err := l.stored(ctx, class, 0)
	if err != nil {
		return moderation.Checked{}, err
	}
	files := maps.Clone(base.Files)
	files[base.Name] = []byte(words)
	return l.check(base, files, at)
}

// Return implements moderation.Library.
func (l Library) Return(ctx context.Context, class string, number int, at time.Time) (moderation.Checked, error) {
	base, err := l.stored(ctx, class, 0)
	if err != nil {
		return moderation.Checked{}, err
	}
	old, err := l.stored(ctx, class, number)
	if err != nil {
		return moderation.Checked{}, err
	}
	base.Name = old.Name
	return l.check(base, old.Files, at)
}

// check reads the files of the version that would follow another one.
func (l Library) check(base StoredVersion, files map[string][]byte, at time.Time) (moderation.Checked, error) {
	v, problems, err := l.read(files, base.Name, at)
	if err != nil && !errors.Is(err, content.ErrBad) {
		return moderation.Checked{}, err
	}
	out := moderation.Checked{Base: edition(&base)}
	if v != nil && v.Campaign.ID != base.Class { // another id is another class
		out.Other, v = v.Campaign.ID, nil
	}
	var before []content.Problem
	if content.Errors(problems) > 0 && v != nil {
		_, before, _ = l.read(base.Files, base.Name, at) // only what is new forbids it
	}
	out.Findings = findings(problems, before)
	return l.prepared(out, v, base.Class, base.Number), nil
}

// CheckNew implements moderation.Library.
func (l Library) CheckNew(ctx context.Context, from, words string, at time.Time) (moderation.Checked, error) {
	last, err := l.stored(ctx, from, 0)
	if err != nil {
		return moderation.Checked{}, err
	}
	const name = "class.yaml"
	files := maps.Clone(last.Files)
	delete(files, last.Name)
	files[name] = []byte(words)
	v, problems, err := l.read(files, name, at)
	if err != nil && !errors.Is(err, content.ErrBad) {
		return moderation.Checked{}, err
	}
	out := moderation.Checked{Findings: findings(problems, nil)}
	if v == nil {
		return out, nil
	}
	_, err = l.catalog.o.Versions.LatestVersion(ctx, v.Campaign.ID)
	switch {
	case err == nil:
		out.Taken = v.Campaign.ID
		return out, nil
	case !errors.Is(err, campaign.ErrNotFound):
		return out, fmt.Errorf("look for the class %s: %w", v.Campaign.ID, err)
	}
	return l.prepared(out, v, v.Campaign.ID, 0), nil
}

// read is content.LoadFiles with what holds for the account. What is wrong only because of the
// time is a problem, but the version can serve.
func (l Library) read(files map[string][]byte, name string, at time.Time) (*content.Version, []content.Problem, error) {
	v, problems, err := content.LoadFiles(files, name, l.catalog.vocabulary(), at)
	if errors.Is(err, content.ErrBad) && !at.IsZero() {
		v, _, err = content.LoadFiles(files, name, l.catalog.vocabulary(), time.Time{})
	}
	return v, problems, err
}

// findings are the problems of a text in words for its author. An error forbids to publish it
// unless the version before has it too and serves.
func findings(problems, before []content.Problem) (out []moderation.Finding) {
	for _, p := range problems {
		had := slices.ContainsFunc(before, func(o content.Problem) bool { return o.Text == p.Text })
		out = append(out, moderation.Finding{
			Line: p.Line, Col: p.Col, Warning: p.Warning, Forbids: !p.Warning && !had, What: p.Text, Hint: p.Hint,
		})
	}
	return out
}

// prepared adds what stores the version, if it may be stored.
func (l Library) prepared(out moderation.Checked, v *content.Version, class string, base int) moderation.Checked {
	if v == nil {
		return out
	}
	out.Class = v.Campaign
	out.Review = func() []moderation.Finding {
		if l.catalog.o.Review == nil {
			return nil
		}
		return findings(l.catalog.o.Review(v), nil)
	}
	if out.Forbidden() {
		return out
	}
	out.Store = func(ctx context.Context, by string, at time.Time) (int, error) {
		return l.catalog.save(ctx, StoredVersion{
			Class: class, Hash: v.Hash, Name: v.Name, Files: v.Files, At: at,
			Origin: Origin{Kind: OriginConsole, By: by, Base: base},
		}, v.Campaign)
	}
	return out
}
