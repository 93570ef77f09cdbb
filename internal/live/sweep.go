package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// sweepAge is the minimum age of what a sweep removes. It protects the objects of a run that
// is still going on.
const sweepAge = 2 * time.Hour

// sweeping are the options of a sweep.
type sweeping struct {
	prefix  string
	allAges bool
	dry     bool
	out     io.Writer
}

// sweep lists the leftovers and then removes them, unless o.dry is set. It returns the
// number of objects that it removed.
func sweep(ctx context.Context, client *ops.Client, o sweeping) (removed int, err error) {
	var before time.Time
	if !o.allAges {
		before = time.Now().Add(-sweepAge)
	}
	s := find(ctx, client, o.prefix, before)
	found, errs := s.found, s.errs
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(o.out, format+"\n", args...) }
	switch {
	case len(found) == 0 && s.young == 0 && len(errs) == 0:
		say("Nothing named %s… is left.", o.prefix)
	case len(found) > 0:
		list(o.out, found)
	}
	if s.young > 0 {
		say("%s named %s… not touched, because an active run might use objects that are less than %.0f hours old or have no date.\n"+
			"They might be billed. If no run is active, remove them with: make sweep ARGS=-all-ages",
			plural(s.young, "object"), o.prefix, sweepAge.Hours())
	}
	if s.others > 0 {
		say("%s without a machine: not touched, because an address has no name that shows whose it is.", plural(s.others, "public IP address"))
	}
	if o.dry {
		return 0, errors.Join(errs...)
	}
	for len(found) > 0 {
		var group []leftover
		for len(found) > 0 && (len(group) == 0 || found[0].noun == group[0].noun) {
			group, found = append(group, found[0]), found[1:]
		}
		failed := removeAll(ctx, group)
		removed += len(group) - len(failed)
		errs = append(errs, failed...)
	}
	if removed > 0 {
		say("Removed: %s.", plural(removed, "object"))
	}
	return removed, errors.Join(errs...)
}

// removeAll removes objects of one kind in parallel, because each removal can take minutes.
func removeAll(ctx context.Context, group []leftover) (errs []error) {
	results := make([]error, len(group))
	var all sync.WaitGroup
	for i, l := range group {
		all.Go(func() { results[i] = l.remove(ctx) })
	}
	all.Wait()
	for i, err := range results {
		if err != nil {
			errs = append(errs, fmt.Errorf("the %s %s (%s) was not removed: %w", group[i].noun, group[i].name, group[i].id, err))
		}
	}
	return errs
}

// list prints leftovers.
func list(out io.Writer, found []leftover) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "kind\tname\tID\tcreated\t")
	for _, l := range found {
		created := "unknown"
		if !l.created.IsZero() {
			created = l.created.UTC().Format(time.DateTime)
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.noun, l.name, l.id, created, l.note)
	}
	_ = w.Flush()
}

func plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case noun[len(noun)-1] == 's':
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
