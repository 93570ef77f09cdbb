package main

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
)

// line is one curve of the plot.
type line struct {
	label, colour string
	dashed        bool
	points        [][2]float64 // machines, seconds; in order
}

// The plot's measures in pixels.
const (
	plotWidth, plotHeight = 760, 440
	plotLeft, plotRight   = 70, 230
	plotTop, plotBottom   = 40, 60
)

// lines are the plans of all subjects, and ours at the largest latency, too.
func (r *result) lines() (all []line) {
	slowest := int64(0)
	for _, w := range r.Rows {
		slowest = max(slowest, w.LatencyMS)
	}
	add := func(s subject, latency int64, label, colour string, dashed bool) {
		l := line{label: label, colour: colour, dashed: dashed}
		for _, w := range r.Rows {
			if w.Operation == "plan" && w.Subject == s.name && w.LatencyMS == latency && w.Wall > 0 {
				l.points = append(l.points, [2]float64{float64(w.Size), w.Wall})
			}
		}
		slices.SortFunc(l.points, func(a, b [2]float64) int { return int(a[0] - b[0]) })
		if len(l.points) > 0 {
			all = append(all, l)
		}
	}
	add(nothing, 0, "do-nothing framework resource", "#b35900", false)
	if slowest > 0 {
		add(ours, slowest, fmt.Sprintf("this provider, %d ms latency", slowest), "#0057b8", true)
	}
	add(ours, 0, "this provider", "#0057b8", false)
	add(echo, 0, "echo", "#2e7d32", false)
	add(terraformData, 0, "terraform_data", "#757575", false)
	return all
}

// svg draws the plans on logarithmic axes: a straight line at 45 degrees is a
// cost in proportion to the number of machines. It is readable on a light and
// on a dark page.
func (r *result) svg() string {
	all := r.lines()
	x0, x1, y0, y1 := bounds(all)
	at := func(v, low, high, from, to float64) float64 {
		return from + (math.Log10(v)-low)/(high-low)*(to-from)
	}
	x := func(v float64) float64 { return at(v, x0, x1, plotLeft, plotWidth-plotRight) }
	y := func(v float64) float64 { return at(v, y0, y1, plotHeight-plotBottom, plotTop) }

	var out strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	p(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" role="img">`, plotWidth, plotHeight)
	p(`<title>Time of a plan by the number of machines</title>`)
	p(`<rect width="%d" height="%d" fill="#ffffff"/>`, plotWidth, plotHeight)
	p(`<text x="%d" y="22" font-size="14">Plan of machines that have not changed, seconds by machines</text>`, plotLeft)
	for e := x0; e <= x1; e++ {
		v := math.Pow(10, e)
		p(`<path d="M%.1f %d V%d" stroke="#dddddd"/>`, x(v), plotTop, plotHeight-plotBottom)
		p(`<text x="%.1f" y="%d" text-anchor="middle">%s</text>`, x(v), plotHeight-plotBottom+18, number(int(v)))
	}
	for e := y0; e <= y1; e++ {
		v := math.Pow(10, e)
		p(`<path d="M%d %.1f H%d" stroke="#dddddd"/>`, plotLeft, y(v), plotWidth-plotRight)
		p(`<text x="%d" y="%.1f" text-anchor="end">%g s</text>`, plotLeft-8, y(v)+4, v)
	}
	for i, l := range all {
		style := ""
		if l.dashed {
			style = ` stroke-dasharray="6 4"`
		}
		var path []string
		for _, point := range l.points {
			path = append(path, fmt.Sprintf("%.1f,%.1f", x(point[0]), y(point[1])))
			p(`<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`, x(point[0]), y(point[1]), l.colour)
		}
		p(`<polyline points="%s" fill="none" stroke="%s" stroke-width="2"%s/>`, strings.Join(path, " "), l.colour, style)
		legend := plotTop + 10 + 22*i
		p(`<path d="M%d %d h24" stroke="%s" stroke-width="2"%s/>`, plotWidth-plotRight+16, legend, l.colour, style)
		p(`<text x="%d" y="%d">%s</text>`, plotWidth-plotRight+46, legend+4, html.EscapeString(l.label))
	}
	p(`</svg>`)
	return out.String()
}

// bounds are the powers of ten around all points.
func bounds(all []line) (x0, x1, y0, y1 float64) {
	x0, y0 = math.Inf(1), math.Inf(1)
	x1, y1 = math.Inf(-1), math.Inf(-1)
	for _, l := range all {
		for _, p := range l.points {
			x0, x1 = min(x0, math.Floor(math.Log10(p[0]))), max(x1, math.Ceil(math.Log10(p[0])))
			y0, y1 = min(y0, math.Floor(math.Log10(p[1]))), max(y1, math.Ceil(math.Log10(p[1])))
		}
	}
	if len(all) == 0 {
		return 0, 1, 0, 1
	}
	return x0, max(x1, x0+1), y0, max(y1, y0+1)
}
