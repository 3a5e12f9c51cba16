using System.Data;
using Portal.Client.Threads;
using Portal.Data.Sealing;
using Portal.Policies;
using Portal.Safety.Privacy;

namespace Portal.Threads.Search;

/// <summary>See <see cref="IThreadIndex"/>.</summary>
internal sealed class ThreadIndex(ThreadPolicies policies) : IThreadIndex
{
    /// <summary>So many different words of a message are kept; a longer one is found by its beginning.</summary>
    const int MostOfAMessage = 20_000;

    /// <summary>No word can hold this sign, so that what begins with it is a project's and nobody's text.</summary>
    const char ProjectSign = '\uE000';

    public void Add(IDbConnection connection, ChatThread thread, IReadOnlyList<Message> messages)
    {
        if (connection.KeyOf(thread.Id) is not null)
        {
            ThreadWordsRepository.AddLeftOut(connection, thread.Id);
            return;
        }

        var redaction = policies.OfAssistant(connection, thread.AssistantId).Redaction;
        AddAll(
            connection, ThreadWordsRepository.NewNumber(connection, thread.Id, redaction.Key), redaction, thread.ProjectId, thread.Title,
            messages.Select(message => (message.Id, TextOf(message))));
    }

    public void Add(IDbConnection connection, Message message)
    {
        // Of a thread that is not in the index yet, all messages come into it at once.
        if (TextOf(message) is not { Length: > 0 } text || ThreadWordsRepository.Indexed(connection, message.ThreadId) is not { } place) return;
        var redaction = RedactionOf(connection, message.ThreadId);
        if (redaction.Key != place.Redaction)
        {
            Refresh(connection, message.ThreadId);
            return;
        }

        if (Distinct(text, redaction) is not { Count: > 0 } words) return;
        var row = ThreadWordsRepository.NextRow(connection, place.Number);
        ThreadWordsRepository.AddMessage(connection, row, message.Id);
        Add(connection, row, place.ProjectId, words);
    }

    public void SetTitle(IDbConnection connection, string threadId, string? before, string? after)
    {
        if (before == after || ThreadWordsRepository.Indexed(connection, threadId) is not { } place) return;
        var row = ThreadWordsRepository.FirstRow(place.Number);
        if (Distinct(before, Redaction.Parse(place.Redaction)) is { Count: > 0 } old)
        {
            ThreadWordsRepository.Delete(connection, row, row);
            ThreadWordsRepository.Count(connection, old.ToDictionary(word => word, _ => -1));
        }

        if (Distinct(after, Redaction.Parse(place.Redaction)) is { Count: > 0 } words) Add(connection, row, place.ProjectId, words);
    }

    public void Remove(IDbConnection connection, string threadId)
    {
        if (ThreadWordsRepository.Indexed(connection, threadId) is not { } place) return;
        var redaction = Redaction.Parse(place.Redaction);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in ThreadWordsRepository.Messages(connection, threadId, place.Number).Prepend(ThreadsRepository.Find(connection, threadId)!.Title))
            foreach (var word in Distinct(text, redaction)) counts[word] = counts.GetValueOrDefault(word) - 1;
        ThreadWordsRepository.Delete(connection, ThreadWordsRepository.FirstRow(place.Number), ThreadWordsRepository.LastRow(place.Number));
        ThreadWordsRepository.Count(connection, counts);
        ThreadWordsRepository.CountRemoved(connection);
    }

    public void LeaveOut(IDbConnection connection, string threadId)
    {
        Remove(connection, threadId);
        ThreadWordsRepository.SetLeftOut(connection, threadId);
    }

    public void Refresh(IDbConnection connection, string threadId)
    {
        if (ThreadWordsRepository.Indexed(connection, threadId) is not { } place || place.Redaction == RedactionOf(connection, threadId).Key) return;
        Remove(connection, threadId);
        ThreadWordsRepository.SetUnindexed(connection, place.Number);
        CatchUp(connection, place.Number);
    }

    public void CatchUp(IDbConnection connection, long number)
    {
        if (ThreadWordsRepository.Begin(connection, number) is not { } id) return;
        var (thread, redaction) = (ThreadsRepository.Find(connection, id)!, RedactionOf(connection, id));
        ThreadWordsRepository.SetRedaction(connection, number, redaction.Key);
        AddAll(connection, number, redaction, thread.ProjectId, thread.Title, ThreadWordsRepository.Unindexed(connection, id));
    }

    /// <summary>The word that all rows of a project have.</summary>
    public static string ProjectWord(string projectId) => $"{ProjectSign}{string.Concat(projectId.Where(char.IsAsciiLetterOrDigit))}";

    static string TextOf(Message message) => message.Role is MessageRole.Tool ? "" : message.Content?.PlainText ?? "";

    Redaction RedactionOf(IDbConnection connection, string threadId) => policies.Find(connection, threadId)!.Redaction;

    static void AddAll(IDbConnection connection, long number, Redaction redaction, string projectId, string? title, IEnumerable<(string Id, string Text)> messages)
    {
        var row = ThreadWordsRepository.FirstRow(number);
        if (Distinct(title, redaction) is { Count: > 0 } named) Add(connection, row, projectId, named);
        foreach (var (id, text) in messages)
        {
            if (Distinct(text, redaction) is not { Count: > 0 } words) continue;
            ThreadWordsRepository.AddMessage(connection, ++row, id);
            Add(connection, row, projectId, words);
        }
    }

    static void Add(IDbConnection connection, long row, string projectId, IReadOnlyCollection<string> words)
    {
        ThreadWordsRepository.AddWords(connection, row, string.Join(' ', words.Prepend(ProjectWord(projectId))));
        ThreadWordsRepository.CountOnce(connection, words);
    }

    /// <summary>The words of a text that no part of what is to be left out is in.</summary>
    static HashSet<string> Distinct(string? text, Redaction redaction)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        if (string.IsNullOrEmpty(text)) return words;
        var (secret, next) = (redaction.Find(text), 0);
        foreach (var word in SearchWords.Of(text))
        {
            while (next < secret.Count && secret[next].End <= word.Start) next++;
            if (next < secret.Count && secret[next].Start < word.End) continue;
            words.Add(word.Text);
            if (words.Count == MostOfAMessage) break;
        }

        return words;
    }
}
