package main

import (
	"cmp"
	"errors"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/v1api"
)

// account has the account to use, and the poll interval.
type account struct {
	endpoint, key string
	poll          time.Duration // 0 for the provider's default
}

func (a account) check() error {
	if a.key == "" {
		return errors.New("set PAPERSPACE_API_KEY to an API key of the team to use")
	}
	return nil
}

// client returns the provider's own client.
func (a account) client() (*ops.Client, error) {
	endpoint, err := transport.CheckEndpoint(cmp.Or(a.endpoint, v1api.DefaultEndpoint))
	if err != nil {
		return nil, err
	}
	return ops.NewClient(v1api.New(transport.Connection{
		Endpoint: endpoint, Key: a.key, UserAgent: "terraform-provider-paperspace/live", Timeout: 30 * time.Second, MaxRetries: 5,
	}), ops.Options{PollInterval: a.poll, RequestTimeout: 30 * time.Second}), nil
}
