package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"zhujiao/bot/draft"
	written "zhujiao/handlers/draft"
)

type draftCmd struct {
	JSON      bool   `name:"json" help:"Print what the announcement says as JSON: a list of field, value and source."`
	Published string `placeholder:"DATE" help:"The day of publication (2022-07-06), for words such as tonight."`
	Article   string `arg:"" help:"The announcement: a file of HTML, Markdown or text, or - for standard input."`
}

// Run reads an announcement and writes a campaign file, or what it read.
func (c draftCmd) Run(io stdio) error {
	var o draft.Options
	if c.Published != "" {
		day, err := time.Parse(time.DateOnly, c.Published)
		if err != nil {
			return fmt.Errorf("--published: %q is no day such as 2022-07-06", c.Published)
		}
		o.Published = day
	}
	data, err := c.article(io.in)
	if err != nil {
		return fmt.Errorf("read the announcement: %w", err)
	}
	r := draft.Read(data, o)
	if !c.JSON {
		_, err = io.out.Write(written.File(r))
		return err
	}
	e := json.NewEncoder(io.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(written.Elements(r))
}

// article reads no more than is looked at.
func (c draftCmd) article(in io.Reader) ([]byte, error) {
	if c.Article != "-" {
		f, err := os.Open(c.Article)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, draft.MaxArticle))
}
