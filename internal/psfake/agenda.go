package psfake

import (
	"container/heap"
	"time"
)

// agenda holds the steps that are due in the future. No goroutine runs them. Instead, each access to the state first
// runs all steps that are due, in order of time.
type agenda struct {
	steps steps
	seq   int
	lines map[string]*line
}

// line is the part of the agenda that belongs to one object, or to lateEffects.
type line struct {
	round   int       // steps of an earlier round are canceled
	pending int       // steps of this round that have not run
	last    time.Time // when the last of them is due
}

type step struct {
	at    time.Time
	seq   int
	id    string
	round int
	do    func(at time.Time)
}

func (a *agenda) line(id string) *line {
	l := a.lines[id]
	if l == nil {
		if a.lines == nil {
			a.lines = map[string]*line{}
		}
		l = &line{}
		a.lines[id] = l
	}
	return l
}

// add adds a step to the line with this ID.
func (a *agenda) add(id string, at time.Time, do func(at time.Time)) {
	l := a.line(id)
	l.pending++
	if at.After(l.last) {
		l.last = at
	}
	a.seq++
	heap.Push(&a.steps, step{at: at, seq: a.seq, id: id, round: l.round, do: do})
}

// clear cancels the planned steps of the line with this ID.
func (a *agenda) clear(id string) {
	l := a.line(id)
	l.round++
	l.pending = 0
	l.last = time.Time{}
}

// run runs the steps that are due at now, including those that they add.
func (a *agenda) run(now time.Time) {
	for len(a.steps) > 0 && !a.steps[0].at.After(now) {
		s := a.steps[0]
		heap.Pop(&a.steps)
		l := a.line(s.id)
		if s.round != l.round {
			continue
		}
		l.pending--
		s.do(s.at)
	}
}

// steps is a heap, ordered by time and then by when a step was added.
type steps []step

func (s steps) Len() int { return len(s) }
func (s steps) Less(i, j int) bool {
	if !s[i].at.Equal(s[j].at) {
		return s[i].at.Before(s[j].at)
	}
	return s[i].seq < s[j].seq
}
func (s steps) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s *steps) Push(x any) {
	if added, ok := x.(step); ok {
		*s = append(*s, added)
	}
}
func (s *steps) Pop() any {
	old := *s
	last := old[len(old)-1]
	old[len(old)-1] = step{}
	*s = old[:len(old)-1]
	return last
}
