package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/doctor"
	"zhujiao/cmd/zhujiao/app"
	said "zhujiao/handlers/doctor"
)

type doctorCmd struct {
	JSON bool `name:"json" help:"Print JSON instead of lines."`
}

// Run looks at the set-up that the environment names and says what is wrong with it; it
// fails only if something is. It changes nothing.
func (c doctorCmd) Run(ctx context.Context, env stdio) error {
	report := doctor.Run(ctx, app.Checks(examined(env)))
	page := said.Words(report)
	if c.JSON {
		e := json.NewEncoder(env.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(page); err != nil {
			return err
		}
	} else {
		fmt.Fprint(env.out, page.Text())
		fmt.Fprintln(env.out, said.Verdict(report))
	}
	if report.Verdict() == doctor.Bad {
		return errQuiet
	}
	return nil
}

// examined reads the settings, whatever is wrong with them.
func examined(env stdio) app.Examined {
	s := &settings{env: env.getenv}
	e := app.Examined{Config: s.config()}
	for _, p := range s.problems {
		if p.missing {
			e.Wrong.Missing = append(e.Wrong.Missing, p.name)
		} else {
			e.Wrong.Wrong = append(e.Wrong.Wrong, p.name)
		}
	}
	for _, u := range unknownSettings(env.variables) {
		name := u.name
		if u.near != "" {
			name += " → " + u.near
		}
		e.Wrong.Unread = append(e.Wrong.Unread, name)
	}
	for _, name := range secretNames() {
		if found, err := readSecret(env.getenv, name); err == nil && found.from != (source{}) {
			e.Secrets = append(e.Secrets, doctor.Secret{Name: name, Path: found.from.path(), Passed: found.from.passed != ""})
		}
	}
	e.Campaigns = func() (doctor.Files, error) { return readCampaigns(e.Campaign) }
	return e
}

// readCampaigns reads the campaign files and counts the errors that check prints.
func readCampaigns(path string) (out doctor.Files, err error) {
	r, err := content.Read(path, app.Vocabulary(), time.Now())
	if err != nil {
		return out, err
	}
	if len(r.Files) == 0 {
		return out, fmt.Errorf("%s holds no campaign file: their names end in .yaml", path)
	}
	out.Count = len(r.Files)
	for _, f := range r.Files {
		if !check(f, io.Discard) {
			out.Errors += max(1, content.Errors(f.Problems))
			out.First = cmp.Or(out.First, firstError(f))
		}
	}
	if r.Whole {
		problems := append(slices.Clone(r.AccountFile.Problems), r.Shared(app.Vocabulary())...)
		out.Errors += content.Errors(problems)
		out.First = cmp.Or(out.First, firstError(content.Loaded{Problems: problems}))
	}
	return out, nil
}

// firstError is the first error of a file, as check prints it.
func firstError(f content.Loaded) string {
	problems := f.Problems
	if f.Version != nil {
		problems = append(slices.Clone(problems), app.Review(f.Version)...)
	}
	content.Sort(problems)
	for _, p := range problems {
		if !p.Warning {
			return p.String()
		}
	}
	if f.Err != nil {
		return f.Err.Error()
	}
	return ""
}
