package bottest

// SQL runs a statement by the server's own client. Its error is the test's business.
func (p *Postgres) SQL(statement string) error {
	return p.command("psql", "-h", p.dir, "-U", "postgres", "-c", statement).Run()
}

// Crash returns what the log says about a crash. The server has ended.
func (p *Postgres) Crash() string { return crashOf(p.log.String()) }
