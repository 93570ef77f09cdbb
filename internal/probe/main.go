// Command probe sends requests to the Paperspace API v1 to settle what its documentation and
// other sources leave open or disagree about. It prints a table, and writes a JSON file to
// attach to an issue.
//
//	go run ./internal/probe [-write] [-o FILE]
//
// Without -write, it sends only GET requests. PAPERSPACE_API_KEY is the API key, and
// PAPERSPACE_ENDPOINT is another endpoint, such as that of the fake server. With -write,
// PAPERSPACE_LIVE must be "I accept the costs".
//
// It does not check the rate limit and the responses to an exceeded quota, which only abuse
// would show. It also does not check whether compute is billed while a machine is off, which
// only an invoice shows, or the size of a disk after the restore of a snapshot that is older
// than a resize.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/interrupt"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

func main() {
	write := flag.Bool("write", false, "also ask what needs new objects, which are billed")
	file := flag.String("o", "probe.json", "the JSON `file` to write")
	flag.Parse()
	o := options{
		Endpoint: cmp.Or(os.Getenv("PAPERSPACE_ENDPOINT"), realEndpoint), Key: os.Getenv("PAPERSPACE_API_KEY"),
		Live: os.Getenv("PAPERSPACE_LIVE"), Write: *write, Poll: 5 * time.Second, Client: &http.Client{CheckRedirect: stay}, Out: os.Stdout,
	}
	if err := o.check(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(2)
	}
	notice := "Interrupted."
	if *write {
		notice = removing
	}
	ctx, urgent := interrupt.Notify(notice)
	found, err := run(ctx, urgent, o)
	if len(found) > 0 {
		err = errors.Join(err, save(*file, o, found))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

const removing = "Interrupted: removing what was created. Interrupt again to stop that."

func save(file string, o options, found []finding) error {
	encoded, err := newReport(o.Endpoint, o.Write, found).encode()
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, encoded, 0o600); err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.Out, "\n%s has no key, ID, or address in it. Attach it to an issue.\n", file)
	return err
}

// options are the options of a run.
type options struct {
	Endpoint, Key, Live string
	Write               bool
	Poll                time.Duration
	Client              *http.Client
	Out                 io.Writer
}

// consent is the value of PAPERSPACE_LIVE that allows the probes to create objects that
// are billed.
const consent = "I accept the costs"

// stay does not follow redirects. They would take the key to another address, and the
// table would show the response of that address.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// check rejects what cannot work, and normalizes the endpoint. The arguments are those after
// the flags.
func (o *options) check(arguments []string) error {
	endpoint, err := transport.CheckEndpoint(o.Endpoint)
	switch {
	case len(arguments) > 0:
		return fmt.Errorf("unexpected argument %q", arguments[0])
	case o.Key == "":
		return errors.New("set PAPERSPACE_API_KEY to an API key of the team to probe")
	case err != nil:
		return fmt.Errorf("PAPERSPACE_ENDPOINT: %w", err)
	case o.Write && o.Live != consent:
		return fmt.Errorf("-write creates objects that are billed. Set PAPERSPACE_LIVE=%q to allow that", consent)
	}
	o.Endpoint = endpoint.String()
	return nil
}

const announcement = `The probes create up to 3 machines of type %s with 50 or 100 GB, 2 static public IP addresses, 2 private networks,
1 shared drive of 250 GB, 1 snapshot, up to 2 custom templates, and some startup scripts, all in %s. Their names begin
with %s. By the monthly prices of November 2025, the addresses, networks, snapshot, and templates cost at most
$0.14 an hour. With the machines and the drive, expect less than $1 an hour. Check the prices first:
https://docs.digitalocean.com/products/paperspace/machines/details/pricing/
The run takes up to an hour, and removes everything at its end, even after Ctrl-C.
`

// run sends all requests and removes what it has created. When ctx ends, it skips the
// remaining facts. When urgent ends, it also stops removing, and returns an error that names
// what is left. The findings are in the order of the facts.
func run(ctx, urgent context.Context, o options) (found []finding, err error) {
	s := &service{client: o.Client, endpoint: o.Endpoint, key: o.Key, poll: o.Poll,
		prefix: "tfacc-" + strings.ToLower(rand.Text()[:6]) + "-",
		say:    func(format string, args ...any) { _, _ = fmt.Fprintf(o.Out, format+"\n", args...) }}
	if err := s.firstRequest(ctx); err != nil {
		return nil, err
	}
	answers := map[string]seen{}
	probe := func(facts []fact) {
		for _, f := range facts {
			answers[f.name] = not("interrupted")
			if ctx.Err() != nil {
				continue
			}
			if o.Write {
				s.say("%s", f.name)
			}
			if a := f.probe(ctx, s); ctx.Err() == nil {
				answers[f.name] = a
			}
		}
	}
	facts := readFacts()
	if !o.Write {
		probe(facts)
	} else {
		s.say(announcement, machineType, regionOfProbes, s.prefix)
		s.setUp(ctx)
		probe(writeFacts())
		probe(facts)
		probe(endFacts())
		s.say("Removing what was created.")
		if left := s.clean(urgent); len(left) > 0 {
			err = fmt.Errorf("these might still exist and be billed. Remove them with make sweep ARGS=-all-ages or in the Paperspace console:\n  %s",
				strings.Join(left, "\n  "))
		}
		facts = slices.Concat(facts, writeFacts(), endFacts())
	}
	for _, f := range facts {
		found = append(found, f.finding(answers[f.name]))
	}
	s.say("")
	if ctx.Err() != nil {
		err = errors.Join(errors.New("interrupted"), err)
	}
	return found, errors.Join(err, table(o.Out, found))
}
