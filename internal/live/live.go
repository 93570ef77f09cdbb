package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// consent is the value of PAPERSPACE_LIVE that allows a run.
const consent = "I accept the costs"

// options are the options of a run.
type options struct {
	account
	live string // PAPERSPACE_LIVE
	cli  string // the argument of tfcli.Find
	only string // the kinds to run, separated by commas; "" for all
	temp string // the folder for the workspaces; "" for the default of the system
	out  io.Writer
}

func (o options) check() error {
	if err := o.account.check(); err != nil {
		return err
	}
	for name := range strings.SplitSeq(o.only, ",") {
		if len(chosen(kinds("", "", ""), name)) == 0 {
			return fmt.Errorf("there is no kind %q; the kinds are %s", name, names(kinds("", "", "")))
		}
	}
	if o.live != consent {
		return fmt.Errorf("make live creates objects that are billed. Set PAPERSPACE_LIVE=%q to allow that", consent)
	}
	return nil
}

// live is one run.
type live struct {
	options
	client *ops.Client
	prefix string
	root   string
	tf     tfcli.CLI
	before []paperspace.PublicIP
	rows   []row
}

// row is the result for one kind.
type row struct {
	kind                 string
	apply, plan, destroy string
	took                 time.Duration
}

const passed, failed, interrupted, skipped = "ok", "FAILED", "interrupted", "-"

func (l *live) say(format string, args ...any) { _, _ = fmt.Fprintf(l.out, format+"\n", args...) }

// run applies and destroys one configuration of each kind. When ctx ends, it destroys what
// it has created. When urgent ends, it prints what is left.
func run(ctx, urgent context.Context, o options) (err error) {
	client, err := o.client()
	if err != nil {
		return err
	}
	l := &live{options: o, client: client, prefix: prefix + strings.ToLower(rand.Text()[:6]) + "-"}
	l.say(announcement, machineType, region, l.prefix)
	if l.only != "" {
		l.say("Of these, only: %s.", l.only)
	}
	template, user, err := l.prepare(ctx)
	switch {
	case err != nil && ctx.Err() != nil:
		return errors.New("interrupted, and nothing was created")
	case err != nil:
		return fmt.Errorf("nothing was created: %w", err)
	}
	l.say("%s %s runs the configurations.", l.tf.Name(), l.tf.Version)
	var errs []error
	for _, k := range chosen(kinds(l.prefix, template, user), o.only) {
		errs = append(errs, l.play(ctx, urgent, k))
	}
	errs = append(errs, l.finish(ctx, urgent))
	l.summary()
	if ctx.Err() != nil {
		errs = append(errs, errors.New("interrupted"))
	}
	return errors.Join(errs...)
}

// prepare does everything that can fail before something is created.
func (l *live) prepare(ctx context.Context) (template, user string, err error) {
	if l.tf, err = tfcli.Find(ctx, l.cli); err != nil {
		return "", "", err
	}
	if template, user, err = prerequisites(ctx, l.client); err != nil {
		return "", "", err
	}
	if l.before, err = l.client.PublicIPs.List(ctx, nil); err != nil {
		return "", "", err
	}
	if _, err := tfrun.Provider(ctx); err != nil {
		return "", "", err
	}
	l.root, err = os.MkdirTemp(l.temp, "pslive-")
	return template, user, err
}

// play applies, plans, and destroys the configuration of a kind. It destroys what an apply
// has created even if the apply failed or was interrupted.
func (l *live) play(ctx, urgent context.Context, k kind) error {
	r := row{kind: k.name, apply: skipped, plan: skipped, destroy: skipped}
	defer func() { l.rows = append(l.rows, r) }()
	if ctx.Err() != nil {
		return nil
	}
	l.say("%s …", k.name)
	began := time.Now()
	defer func() { r.took = time.Since(began) }()
	w, err := l.workspace(ctx, k)
	if err != nil {
		return err
	}
	r.apply, err = result(ctx, w.run(ctx, urgent, "apply", "-auto-approve"))
	if r.apply == passed {
		// The exit code is 2 if the plan has changes.
		r.plan, err = result(ctx, w.run(ctx, urgent, "plan", "-detailed-exitcode"))
	}
	if !w.holds() {
		return err
	}
	// Only a second interrupt ends the removal.
	var destroyErr error
	r.destroy, destroyErr = result(urgent, w.run(urgent, urgent, "destroy", "-auto-approve"))
	if destroyErr != nil && urgent.Err() == nil {
		if w.run(urgent, urgent, "destroy", "-auto-approve") == nil {
			r.destroy += ", then ok"
		}
	}
	return errors.Join(err, destroyErr)
}

// result returns the word for the summary, and err unless ctx was interrupted.
func result(ctx context.Context, err error) (string, error) {
	switch {
	case err == nil:
		return passed, nil
	case ctx.Err() != nil:
		return interrupted, nil //nolint:nilerr // run reports the interrupt once
	}
	return failed, err
}

// searchFor limits the search for leftovers after a second interrupt.
const searchFor = 30 * time.Second

// finish removes by name what the destroys have left. It only reports addresses that
// appeared during the run and that no machine has, because they have no names.
func (l *live) finish(ctx, urgent context.Context) error {
	if urgent.Err() != nil {
		return l.nameLeft(ctx)
	}
	n, err := sweep(urgent, l.client, sweeping{prefix: l.prefix, allAges: true, out: l.out})
	if urgent.Err() != nil {
		return l.nameLeft(ctx)
	}
	if n > 0 {
		err = errors.Join(err, fmt.Errorf("%s had to be removed by name, because the destroys had left them", plural(n, "object")))
	}
	return l.close(errors.Join(err, l.lostAddresses(urgent)))
}

// lostAddresses returns an error for each address that appeared during the run and that no
// machine has.
func (l *live) lostAddresses(ctx context.Context) error {
	after, err := l.client.PublicIPs.List(ctx, nil)
	for _, a := range after {
		known := slices.ContainsFunc(l.before, func(b paperspace.PublicIP) bool { return a.Address == b.Address })
		if !known && a.MachineID == "" {
			err = errors.Join(err, fmt.Errorf("the public IP address %s appeared during the run and no machine has it. "+
				"If it is not needed, release it in the Paperspace console", a.Address))
		}
	}
	return err
}

// close removes the states, unless there is an error, whose reason they can show.
func (l *live) close(err error) error {
	if err == nil {
		return os.RemoveAll(l.root)
	}
	return errors.Join(err, fmt.Errorf("the states are in %s", l.root))
}

// nameLeft prints what is left after a second interrupt.
func (l *live) nameLeft(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), searchFor)
	defer cancel()
	s := find(ctx, l.client, l.prefix, time.Time{})
	err := errors.Join(append(s.errs, l.lostAddresses(ctx))...)
	if len(s.found) > 0 {
		l.say("Not removed, and billed until you remove it:")
		list(l.out, s.found)
		err = errors.Join(err, fmt.Errorf("%s named %s… left. To remove them, run: make sweep ARGS=-all-ages", plural(len(s.found), "object"), l.prefix))
	} else if len(s.errs) == 0 {
		l.say("Nothing named %s… is left.", l.prefix)
	}
	return l.close(err)
}

func (l *live) summary() {
	w := tabwriter.NewWriter(l.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "\nkind\tapply\tempty plan\tdestroy\ttime")
	for _, r := range l.rows {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.kind, r.apply, r.plan, r.destroy, r.took.Round(time.Second))
	}
	_ = w.Flush()
}
