package main

type menuCmd struct{}
type qrCmd struct{}

func (menuCmd) Run() error { return nil }
func (qrCmd) Run() error   { return nil }
