package soak

import (
	"fmt"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// scoreboard adds up the results of rounds, by fault and operation.
type scoreboard struct {
	mu  sync.Mutex
	sum map[[2]string]tally
}

func (l *scoreboard) enter(r *round) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sum == nil {
		l.sum = map[[2]string]tally{}
	}
	for op, one := range r.tally {
		cell := l.sum[[2]string{r.trouble.name, op}]
		cell.add(one)
		l.sum[[2]string{r.trouble.name, op}] = cell
	}
}

// table returns the matrix as aligned text.
func (l *scoreboard) table() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(w, "fault\toperation\trounds\tmade\tlost\ttwice\tmanual steps\treruns\trequests/machine\tseconds/round\t")
	var total tally
	for _, t := range troubles {
		for _, op := range operations(t) {
			one, played := l.sum[[2]string{t.name, op.name}]
			if !played {
				continue
			}
			total.add(one)
			one.line(w, t.name, op.name)
		}
	}
	total.line(w, "total", "")
	_ = w.Flush()
	return b.String()
}

func (t tally) line(w *tabwriter.Writer, fault, op string) {
	_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%.1f\t%.1f\t\n", fault, op, t.rounds, t.made, t.lost, t.twice, t.manual, t.reruns,
		float64(t.requests)/float64(max(t.machines, 1)), (t.took / time.Duration(max(t.rounds, 1))).Seconds())
}
