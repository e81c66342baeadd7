package main

import (
	"fmt"
	"math"
	"strings"
)

// The plot has a panel for each cost, panelsWide beside each other.
const (
	panelsWide, panelWidth, panelHeight = 3, 300, 190
	panelLeft, panelTop                 = 46, 26
)

// curvePlot draws each cost over the number of people, both by powers of ten.
func curvePlot(points []curvePoint) string {
	var b strings.Builder
	names := curveCosts()
	height := (len(names)+panelsWide-1)/panelsWide*panelHeight + 24
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">`+"\n",
		panelsWide*panelWidth, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="#fff"/>`+"\n")
	fmt.Fprintf(&b, `<text x="10" y="16"><tspan fill="#06c">SQLite</tspan>, <tspan fill="#c30">PostgreSQL</tspan>: `+
		`cost over the number of people (1 to 10⁶, ten messages each)</text>`+"\n")
	for i, what := range names {
		drawPanel(&b, points, what, i%panelsWide*panelWidth, 24+i/panelsWide*panelHeight)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// drawPanel draws one cost with its left upper corner at x and y.
func drawPanel(b *strings.Builder, points []curvePoint, what string, x, y int) {
	low, high, most := math.Inf(1), math.Inf(-1), 1.0
	for _, p := range points {
		v := math.Log10(max(p.costs[what], 0.1))
		low, high, most = min(low, math.Floor(v)), max(high, math.Ceil(v)), max(most, math.Log10(float64(p.people)))
	}
	high = max(high, low+1)
	across := func(people int) float64 {
		return float64(x+panelLeft) + math.Log10(float64(people))/most*(panelWidth-panelLeft-20)
	}
	up := func(v float64) float64 {
		return float64(y+panelHeight-28) - (math.Log10(max(v, 0.1))-low)/(high-low)*(panelHeight-28-panelTop)
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" font-weight="bold">%s</text>`+"\n", x+panelLeft, y+18, what)
	for e := low; e <= high; e++ {
		v := math.Pow(10, e)
		fmt.Fprintf(b, `<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%g</text>`+"\n",
			x+panelLeft, up(v), x+panelWidth-20, x+panelLeft-5, up(v)+4, v)
	}
	for people, e := 1, 0; math.Log10(float64(people)) <= most; people, e = people*10, e+1 {
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">10<tspan dy="-4" font-size="8">%d</tspan></text>`+"\n",
			across(people), y+panelHeight-10, e)
	}
	for _, of := range [][2]string{{"SQLite", "#06c"}, {"PostgreSQL", "#c30"}} {
		engine, color := of[0], of[1]
		var line strings.Builder
		for _, p := range points {
			if p.engine == engine {
				fmt.Fprintf(&line, " %.1f,%.1f", across(p.people), up(p.costs[what]))
				fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="2.5" fill="%s"/>`+"\n", across(p.people), up(p.costs[what]), color)
			}
		}
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/>`+"\n", strings.TrimSpace(line.String()), color)
	}
}
