using System.Collections.Concurrent;
using System.Data;
using Portal.Assistants;
using Portal.Data;
using Portal.Threads;

namespace Portal.Policies;

/// <summary>What holds for a thread, within a transaction: so what is written and how it is written are decided at one moment.</summary>
internal sealed class ThreadPolicies(PolicyBook book)
{
    static readonly PreparedStatement VersionStatement = new("SELECT version FROM assistants WHERE id = @id", "@id");

    Known? known;

    /// <summary>Null where there is no such thread.</summary>
    public ActivePolicy? Find(IDbConnection connection, string threadId) =>
        ThreadsRepository.AssistantOf(connection, threadId) is { } assistantId ? OfAssistant(connection, assistantId) : null;

    public ActivePolicy OfAssistant(IDbConnection connection, string assistantId)
    {
        var pages = book.Open();
        if (known is not { } current || current.Pages != pages) known = current = new(pages, new());
        var version = (long)VersionStatement.Scalar(connection, assistantId)!;
        return current.OfVersions.GetOrAdd(
            (assistantId, version), _ => pages.Of(PolicySubject.Of(AssistantsRepository.Find(connection, assistantId)!.ToDefinition())));
    }

    /// <summary>While the policies are the same; a version of an assistant never changes.</summary>
    sealed record Known(PolicyPages Pages, ConcurrentDictionary<(string AssistantId, long Version), ActivePolicy> OfVersions);
}
