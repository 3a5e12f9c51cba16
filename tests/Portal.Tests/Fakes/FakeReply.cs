using Microsoft.AspNetCore.Http;

namespace Portal.Tests.Fakes;

/// <summary>The tokens that a reply says it used, truly or not.</summary>
public sealed record FakeUsage(int Input, int Output, int Cached = 0, int Reasoning = 0);

/// <summary>
/// One scripted answer: pieces and faults in the order of the calls. Without <see cref="Done"/>, <see cref="Cut"/>,
/// <see cref="Stop"/> or <see cref="Endless"/> it ends properly, with usage. A reply can be played many times.
/// </summary>
public sealed class FakeReply
{
    readonly List<Func<FakeWire, CancellationToken, Task>> steps = [];
    FakeGate? beforeHeaders;
    int status = 200;
    string? body;
    string? retryAfter;
    string? location;
    bool ended;

    /// <summary>An error status with a body, no stream.</summary>
    public static FakeReply Status(int status, string? body = null, string? retryAfter = null) =>
        new() { status = status, body = body ?? $$$"""{"error":{"message":"Scripted {{{status}}}."}}""", retryAfter = retryAfter, ended = true };

    /// <summary>Sends the caller elsewhere.</summary>
    public static FakeReply Redirect(string location) => new() { status = 307, body = "", location = location, ended = true };

    /// <summary>Stalls before anything is sent, the headers too.</summary>
    public FakeReply Stall(FakeGate gate)
    {
        beforeHeaders = gate;
        return this;
    }

    /// <summary>Text, one chunk for each piece.</summary>
    public FakeReply Say(params IEnumerable<string> pieces)
    {
        foreach (var piece in pieces) Add((wire, cancellation) => wire.Text(piece, cancellation));
        return this;
    }

    /// <summary>Reasoning, one chunk for each piece.</summary>
    public FakeReply Reason(params IEnumerable<string> pieces)
    {
        foreach (var piece in pieces) Add((wire, cancellation) => wire.Reasoning(piece, cancellation));
        return this;
    }

    /// <summary>A fragment of a tool call: id and name with the first of an index, arguments in any number.</summary>
    public FakeReply Call(int index, string? id, string? name, string? arguments) =>
        Add((wire, cancellation) => wire.ToolCall(index, id, name, arguments, cancellation));

    /// <summary>Stalls in the middle until the gate opens.</summary>
    public FakeReply Wait(FakeGate gate) => Add((_, cancellation) => gate.Pass(cancellation));

    /// <summary>Bytes as they are, such as no JSON at all.</summary>
    public FakeReply Raw(string text) => Add((wire, cancellation) => wire.Raw(text, cancellation));

    /// <summary>The same piece until the caller hangs up.</summary>
    public FakeReply Endless(string piece)
    {
        ended = true;
        return Add(async (wire, cancellation) =>
        {
            while (!cancellation.IsCancellationRequested) await wire.Text(piece, cancellation);
        });
    }

    /// <summary>The connection breaks here.</summary>
    public FakeReply Cut()
    {
        ended = true;
        return Add((wire, _) => wire.Cut());
    }

    /// <summary>The stream ends here in good order, but without a finish reason, usage or mark of its end.</summary>
    public FakeReply Stop()
    {
        ended = true;
        return this;
    }

    /// <summary>The proper end. No usage is sent where it is null.</summary>
    public FakeReply Done(FakeUsage? usage, string finishReason = "stop")
    {
        ended = true;
        return Add((wire, cancellation) => wire.End(usage, finishReason, cancellation));
    }

    internal async Task Play(HttpContext http, FakeWire wire, CancellationToken cancellation)
    {
        if (beforeHeaders is not null) await beforeHeaders.Pass(cancellation);
        if (retryAfter is not null) http.Response.Headers.RetryAfter = retryAfter;
        if (location is not null) http.Response.Headers.Location = location;
        http.Response.StatusCode = status;
        if (body is not null)
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body, cancellation);
            return;
        }

        await wire.Begin(cancellation);
        foreach (var step in steps) await step(wire, cancellation);
        if (!ended) await wire.End(new(12, steps.Count), "stop", cancellation);
    }

    FakeReply Add(Func<FakeWire, CancellationToken, Task> step)
    {
        steps.Add(step);
        return this;
    }
}
