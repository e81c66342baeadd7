package main

import (
	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/app"
)

type schemaCmd struct{}

// Run prints the JSON Schema of the campaign file.
func (schemaCmd) Run(io stdio) error {
	b, err := content.Schema(app.Vocabulary())
	if err != nil {
		return err
	}
	_, err = io.out.Write(b)
	return err
}
