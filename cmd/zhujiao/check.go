package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/app"
	"zhujiao/handlers"
)

type checkCmd struct {
	Fix  bool   `help:"Correct what is certain (signs, spaces, quotation marks, encoding), show it, keep the old file as FILE.bak."`
	File string `arg:"" help:"The campaign file, or a folder of campaign files."`
}

// Run prints every problem of a campaign file, or of each in a folder and of what they
// share; errors make the exit code 1.
func (c checkCmd) Run(io stdio) error {
	if c.Fix {
		files, err := content.CampaignFiles(c.File)
		if err != nil {
			return err
		}
		for _, file := range files {
			if err := fix(file, io.out); err != nil {
				return err
			}
		}
	}
	r, err := content.Read(c.File, app.Vocabulary(), time.Now())
	if err != nil {
		return err
	}
	if len(r.Files) == 0 {
		return fmt.Errorf("%s holds no campaign file: their names end in .yaml", c.File)
	}
	bad := false
	for _, f := range r.Files {
		bad = !check(f, io.out) || bad
	}
	if r.Whole && (len(r.Files) > 1 || r.Account != nil || r.AccountFile.Err != nil) {
		bad = !checkShared(r, io.out) || bad
	}
	if bad {
		return errQuiet
	}
	return nil
}

// check prints the problems of a file and reports whether it has no error.
func check(f content.Loaded, out io.Writer) bool {
	problems := f.Problems
	if f.Version != nil {
		problems = append(problems, app.Review(f.Version)...)
		content.Sort(problems)
	}
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	fmt.Fprintln(out, content.Summary(problems))
	good := f.Err == nil && content.Errors(problems) == 0
	if good {
		if claims := handlers.Claims(f.Version); claims != "" {
			fmt.Fprintln(out, claims)
		}
		fmt.Fprintln(out, f.Version.Shown())
	}
	return good
}

// checkShared prints the problems of the account file and of what the files of a folder
// share, and reports whether there is no error.
func checkShared(r content.Reading, out io.Writer) bool {
	problems := append(slices.Clone(r.AccountFile.Problems), r.Shared(app.Vocabulary())...)
	content.Sort(problems)
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	fmt.Fprintln(out, content.SharedSummary(problems))
	return content.Errors(problems) == 0
}

// fix corrects a file and prints what it has changed. Of a file that cannot be read it
// says nothing, because check does.
func fix(file string, out io.Writer) error {
	path, err := filepath.EvalSymlinks(file)
	m := content.Mended{}
	if err == nil {
		m, err = content.Mend(os.DirFS(filepath.Dir(path)), filepath.Base(path), app.Vocabulary())
	}
	if unreadable := err != nil; unreadable {
		return nil //nolint:nilerr // check says what is wrong with it
	}
	kept := path + ".bak"
	if m.Changed {
		if err := replaceFile(path, kept, m.Data); err != nil {
			return fmt.Errorf("write the corrected file: %w", err)
		}
	}
	fmt.Fprint(out, m.Diff)
	fmt.Fprintln(out, content.Fixed(m, filepath.Base(path), filepath.Base(kept)))
	return nil
}

// replaceFile puts new content in the place of a file at once, with the same mode, and
// keeps the file before under another name.
func replaceFile(path, kept string, data []byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	before, err := os.ReadFile(path) //nolint:gosec // the file that the command line names
	if err != nil {
		return err
	}
	if err := writeBeside(kept, before, info.Mode()); err != nil {
		return err
	}
	return writeBeside(path, data, info.Mode())
}

// writeBeside writes a file under a temporary name and renames it.
func writeBeside(path string, data []byte, mode os.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".zhujiao-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err == nil {
		err = f.Chmod(mode.Perm())
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
