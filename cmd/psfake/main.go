// Command psfake serves a fake of the Paperspace API on a loopback address, to try
// configurations without an account.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "psfake:", err)
		}
		os.Exit(1)
	}
}

// run serves until ctx ends. When it starts to listen, it prints a line for each API, so that a parent process can
// read the address.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("psfake", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", "127.0.0.1:8090", "loopback `address` to listen on; port 0 picks a free one")
	key := flags.String("key", "test-key", "the API `key` to accept")
	behavior := flags.String("behavior", "documented", "`documented` or observed: the behavior in Paperspace's documentation, or in recordings and other clients")
	seed := flags.Uint64("seed", 1, "seed of IDs and of faults that have a rate")
	samples := flags.Bool("samples", false, "start with the machine and the script of Paperspace's samples, ps123abc and sc123abc")
	var t psfake.Timings
	flags.DurationVar(&t.Provision, "provision", 20*time.Second, "time from create to ready")
	flags.DurationVar(&t.Start, "start", 10*time.Second, "time from start to ready")
	flags.DurationVar(&t.Stop, "stop", 10*time.Second, "time from stop to off")
	flags.DurationVar(&t.Restart, "restart", 15*time.Second, "time from restart to ready")
	flags.DurationVar(&t.Destroy, "destroy", 10*time.Second, "time from destroy to gone")
	flags.DurationVar(&t.Update, "update", 10*time.Second, "time that a change of the type, disk, or network takes")
	flags.DurationVar(&t.Snapshot, "snapshot", 10*time.Second, "time that the creation, deletion, or restore of a snapshot takes")
	flags.DurationVar(&t.Template, "template", 10*time.Second, "time that the creation of a custom template takes")
	flags.DurationVar(&t.Mount, "mount", 10*time.Second, "time until a new shared drive has its mount point, with -behavior observed")
	flags.DurationVar(&t.ServiceReady, "serviceready", 0, "duration of serviceready, the last part of a boot")
	flags.DurationVar(&t.Address, "address", 0, "time from ready until the public IP address is shown")
	skew := flags.Duration("skew", 0, "difference between the server's clock and this computer's")
	var faults []psfake.Fault
	flags.Func("fault", "a fault to start with, as `JSON` for POST /_fake/faults; can be repeated", func(text string) error {
		var f psfake.Fault
		err := json.Unmarshal([]byte(text), &f)
		faults = append(faults, f)
		return err
	})
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; psfake has only flags, which -help lists", flags.Arg(0))
	}
	behaviors := map[string]func() psfake.Behavior{"documented": psfake.Documented, "observed": psfake.Observed}
	chosen, ok := behaviors[*behavior]
	if !ok {
		return fmt.Errorf("unknown behavior %q; use documented or observed", *behavior)
	}

	ln, err := listenLoopback(*listen)
	if err != nil {
		return err
	}
	options := []psfake.Option{psfake.DrivenBy(psfake.NewRunningClock()), psfake.WithTimings(t), psfake.WithKey(*key),
		psfake.WithSeed(*seed), psfake.WithBehavior(chosen())}
	if *samples {
		options = append(options, psfake.WithSamples())
	}
	fake := psfake.New(options...)
	fake.SetSkew(*skew)
	for _, f := range faults {
		fake.Inject(f)
	}
	server := &http.Server{Handler: fake.Local(fakecore.New(fake), fakev1.New(fake)), ReadHeaderTimeout: 10 * time.Second}
	if _, err := fmt.Fprintf(stdout, "Paperspace CORE API on http://%[1]s (key %[2]s)\nPaperspace API v1 on http://%[1]s%[3]s (key %[2]s)\n",
		ln.Addr(), *key, psfake.V1Prefix); err != nil {
		return errors.Join(err, ln.Close())
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ln) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return server.Close()
	}
	return nil
}

// listenLoopback listens on an address. It rejects addresses that other computers can reach,
// because the admin routes require no key.
func listenLoopback(address string) (net.Listener, error) {
	tcp, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, err
	}
	if !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("%s is not a loopback address; use one such as 127.0.0.1:8090, because the admin routes require no key", address)
	}
	return net.ListenTCP("tcp", tcp)
}
