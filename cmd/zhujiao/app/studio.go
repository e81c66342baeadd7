package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"time"

	"zhujiao/bot/console"
	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
	"zhujiao/bot/moderation"
	asking "zhujiao/handlers/newclass"
)

// studio shows moderators what content says before it serves. It implements console.Studio.
type studio struct{ a *App }

var _ console.Studio = studio{}

// vocabulary is what a campaign file must respect here.
func (s studio) vocabulary() content.Vocabulary {
	known := Vocabulary()
	known.Account = s.a.catalog.Account()
	return known
}

// Tell implements console.Studio.
func (s studio) Tell(ctx context.Context, class, kind, words string, now time.Time) (console.Told, error) {
	v, err := s.read(ctx, class, kind, words)
	if err != nil || v == nil {
		return console.Told{}, err
	}
	return told(v, s.a.reviews.of(v).claims, now), nil
}

// read reads a text as the next version of a class; nil if it cannot serve.
func (s studio) read(ctx context.Context, class, kind, words string) (*content.Version, error) {
	base, err := s.a.store.Versions().LatestVersion(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("read the newest version of %s: %w", class, err)
	}
	files, name := maps.Clone(base.Files), base.Name
	if kind == string(moderation.ContentMade) {
		delete(files, name)
		name = "class.yaml"
	}
	files[name] = []byte(words)
	v, err := s.a.reviews.load(files, name, s.vocabulary())
	if errors.Is(err, content.ErrBad) {
		return nil, nil //nolint:nilnil // the findings of the check say why
	}
	return v, err
}

// told is what people would read of a version that has some claims to built-in intents.
func told(v *content.Version, claims string, now time.Time) console.Told {
	out := console.Told{
		Times: asking.Timeline(v.Campaign, now), Pending: asking.Pending(v), Inherits: claims,
	}
	for _, p := range asking.Phases(v) {
		one := console.Phase{Name: p.Name}
		if !p.At.IsZero() {
			one.Name += "（" + asking.Day(p.At) + "）"
		}
		for _, t := range p.Said {
			one.Said = append(one.Said, console.Said(t))
		}
		out.Phases = append(out.Phases, one)
	}
	return out
}

// Next implements console.Studio.
func (s studio) Next(ctx context.Context, class string, answers map[string]string, now time.Time) (out console.NextClass, err error) {
	last, err := s.newest(ctx, class)
	if err != nil {
		return out, err
	}
	form := newclass.New(newclass.Options{
		Last: last, Now: now, Known: s.vocabulary(), Taken: s.a.catalog.Knows,
		Beside: func(name string) bool {
			_, there := last.Files[name]
			return there || s.onDisk(name)
		},
	})
	asked, good := asking.AskAll(form, answers)
	for _, q := range asked {
		out.Questions = append(out.Questions, console.Question{
			Field: string(q.Field), Ask: q.Ask, How: q.How, Keeps: q.Keeps, Answer: q.Answer, Wrong: q.Wrong,
			Lines: q.Lines, Quiet: q.Quiet,
		})
	}
	out.Left = asking.Left(form)
	if good {
		out.Text = string(form.Draft().YAML())
	}
	return out, nil
}

// onDisk reports whether a file, such as a picture, lies beside the campaign files.
func (s studio) onDisk(name string) bool {
	folder, _ := content.Folder(s.a.files.path)
	info, err := os.Stat(filepath.Join(folder, filepath.Base(name)))
	return err == nil && info.Mode().IsRegular()
}

// Rewrite implements console.Studio.
func (s studio) Rewrite(ctx context.Context, class string, change console.FormChange) (words string, base int, err error) {
	stored, err := s.a.store.Versions().LatestVersion(ctx, class)
	if err != nil {
		return "", 0, fmt.Errorf("read the newest version of %s: %w", class, err)
	}
	v, err := s.a.reviews.load(stored.Files, stored.Name, s.vocabulary())
	if err != nil {
		return "", 0, fmt.Errorf("load the newest version of %s: %w", class, err)
	}
	switch {
	case change.Entry != nil:
		words, err = content.WriteEntry(v, s.vocabulary(), *change.Entry)
	case change.Test != nil:
		words, err = content.WriteTest(v, s.vocabulary(), *change.Test)
	default:
		words, err = content.WriteValues(v, s.vocabulary(), change.Values)
	}
	return words, stored.Number, err
}
