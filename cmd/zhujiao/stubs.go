package main

type (
	demoCmd struct{}
	chatCmd struct{}
	menuCmd struct{}
	qrCmd   struct{}
)

func (demoCmd) Run() error { return nil }
func (chatCmd) Run() error { return nil }
func (menuCmd) Run() error { return nil }
func (qrCmd) Run() error   { return nil }
