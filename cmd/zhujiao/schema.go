package main

import (
	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/app"
)

type schemaCmd struct {
	Page bool `help:"Print the same as a page to read, in Chinese (Markdown)."`
}

// Run prints the JSON Schema of the campaign file, or its description.
func (c schemaCmd) Run(io stdio) error {
	if c.Page {
		_, err := io.out.WriteString(content.Reference(app.Vocabulary()))
		return err
	}
	b, err := content.Schema(app.Vocabulary())
	if err != nil {
		return err
	}
	_, err = io.out.Write(b)
	return err
}
