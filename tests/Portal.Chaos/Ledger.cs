using System.Collections.Concurrent;

namespace Portal.Chaos;

/// <summary>What clients were told, and what they asked without being answered; filled from many clients at once.</summary>
sealed class Ledger
{
    public ConcurrentBag<PostedMessage> Messages { get; } = [];

    /// <summary>Replies that a client saw completed, with their whole body.</summary>
    public ConcurrentBag<(string ThreadId, string Body)> Completed { get; } = [];

    public ConcurrentBag<(string ThreadId, string ReplyId)> Retried { get; } = [];

    public ConcurrentBag<(string ThreadId, string ReplyId, string Status)> Cancelled { get; } = [];

    public ConcurrentBag<(string ThreadId, string ReplyId, string Comment)> Rated { get; } = [];

    /// <summary>Objects made and not changed since: their address and body.</summary>
    public ConcurrentBag<(string Path, string Body)> Made { get; } = [];

    /// <summary>Fields of objects that one client alone writes: the last value acknowledged, and one asked for since.</summary>
    public ConcurrentDictionary<(string Path, string Field), (string? Acknowledged, string? Asked)> Fields { get; } = new();

    /// <summary>Calls under a key that may not have been answered.</summary>
    public ConcurrentDictionary<string, (string Path, object Body)> Asked { get; } = new();

    /// <summary>Retries asked for, answered or not, by the question that they put again.</summary>
    public ConcurrentDictionary<string, int> RetriesAsked { get; } = new();

    public int Count => Messages.Count + Completed.Count + Retried.Count + Cancelled.Count + Rated.Count + Made.Count + Fields.Count(pair => pair.Value.Acknowledged is not null);
}

/// <param name="ReplyId">Null for a tool's output that was not the last.</param>
sealed record PostedMessage(string ThreadId, string Id, string Text, string? ReplyId);
