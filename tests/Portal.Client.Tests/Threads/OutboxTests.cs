using System.Text.Json;
using CsCheck;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Tests.Threads;

public sealed class OutboxTests
{
    [Fact]
    public void AnyOrderOfLossReloadAndAnswer_EachMessageArrivesOnceInOrder() =>
        Gen.Int[0, 8].Array[1, 80].Sample(moves =>
        {
            var play = new Play();
            foreach (var move in moves) play.Do(move);
            play.Settle();
            Assert.Equal(play.Wanted, play.Server.Texts);
            Assert.Empty(play.Outbox.Items);
        }, iter: 5000);

    [Fact]
    public void Begin_OneAtATime()
    {
        var outbox = new Outbox();
        outbox.Add(new() { Text = "One" });
        outbox.Add(new() { Text = "Two" });

        var first = outbox.Begin();

        Assert.Equal("One", first!.Text);
        Assert.Null(outbox.Begin());
        outbox.Sent(first.Key);
        Assert.Equal("Two", outbox.Begin()!.Text);
    }

    [Fact]
    public void Refused_HoldsThoseBehindItUntilItIsDecided()
    {
        var outbox = new Outbox();
        outbox.Add(new() { Text = "One" });
        outbox.Add(new() { Text = "Two" });
        var first = outbox.Begin()!;

        outbox.Refused(first.Key, "The assistant is paused.");

        Assert.Null(outbox.Begin());
        Assert.Equal("The assistant is paused.", outbox.Items[0].Refusal);
        Assert.Equal("One", outbox.Take(first.Key)!.Text);
        Assert.Equal("Two", outbox.Begin()!.Text);
    }

    [Fact]
    public void Take_WhatTheServerMayHave_IsRefused()
    {
        var outbox = new Outbox();
        outbox.Add(new() { Text = "One" });
        var first = outbox.Begin()!;
        Assert.Null(outbox.Take(first.Key));

        outbox.Lost(first.Key);

        Assert.Null(outbox.Take(first.Key));
        Assert.Equal(first.Key, outbox.Begin()!.Key);
    }

    /// <summary>A person, their tab and a network that loses what it likes.</summary>
    sealed class Play
    {
        readonly List<OutboxItem> delayed = [];
        int written;

        public Outbox Outbox { get; private set; } = new();

        public Server Server { get; } = new();

        public List<string> Wanted { get; } = [];

        public void Do(int move)
        {
            switch (move)
            {
                case 0 or 1:
                    Wanted.Add($"message {written++}");
                    Outbox.Add(new() { Text = Wanted[^1] });
                    break;
                case 2 when Outbox.Begin() is { } item:
                    Server.Take(item);
                    Outbox.Sent(item.Key);
                    break;
                case 3 when Outbox.Begin() is { } item:
                    Outbox.Lost(item.Key);
                    delayed.Add(item);
                    break;
                case 4 when Outbox.Begin() is { } item:
                    Server.Take(item);
                    Outbox.Lost(item.Key);
                    break;
                case 5:
                    if (Outbox.Begin() is { } onItsWay) delayed.Add(onItsWay);
                    Reload();
                    break;
                case 6 when delayed.Count > 0:
                    // What was given up is delivered late; by then it has either been repeated or is first in the queue.
                    if (Outbox.Items.All(item => item.State != OutboxState.Refused)) Server.Take(delayed[0]);
                    delayed.RemoveAt(0);
                    break;
                case 7 when Outbox.Begin() is { } item:
                    if (Server.Has(item)) Outbox.Sent(item.Key);
                    else Outbox.Refused(item.Key, "No.");
                    delayed.RemoveAll(old => old.Key == item.Key);
                    break;
                case 8 when Outbox.Items.FirstOrDefault(item => item.CanChange) is { } item:
                    Wanted.Remove(Outbox.Take(item.Key)!.Text);
                    break;
            }
        }

        /// <summary>The connection is back for good, and the person sends again what was refused.</summary>
        public void Settle()
        {
            Reload();
            while (Outbox.Items.Count > 0)
            {
                Outbox.Again(Outbox.Items[0].Key);
                Do(2);
            }
        }

        void Reload()
        {
            var text = JsonSerializer.Serialize(new() { ["thread_1"] = [.. Outbox.Items] }, OutboxJson.Default.DictionaryStringListOutboxItem);
            Outbox = new(JsonSerializer.Deserialize(text, OutboxJson.Default.DictionaryStringListOutboxItem)!["thread_1"]);
        }
    }

    /// <summary>Takes each key once, and only with the body that it came with first.</summary>
    sealed class Server
    {
        readonly Dictionary<string, string> bodies = [];

        public List<string> Texts { get; } = [];

        public bool Has(OutboxItem item) => bodies.ContainsKey(item.Key);

        public void Take(OutboxItem item)
        {
            var body = JsonSerializer.Serialize(item.ToInput(), Client.Api.ApiJson.Default.MessageInput);
            if (bodies.TryAdd(item.Key, body)) Texts.Add(item.Text);
            else Assert.Equal(bodies[item.Key], body);
        }
    }
}
