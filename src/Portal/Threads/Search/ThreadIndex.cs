using System.Data;
using Portal.Client.Threads;

namespace Portal.Threads.Search;

/// <summary>See <see cref="IThreadIndex"/>.</summary>
internal sealed class ThreadIndex : IThreadIndex
{
    /// <summary>So many different words of a message are kept; a longer one is found by its beginning.</summary>
    const int MostOfAMessage = 20_000;

    /// <summary>No word can hold this sign, so that what begins with it is a project's and nobody's text.</summary>
    const char ProjectSign = '\uE000';

    public void Add(IDbConnection connection, ChatThread thread, IReadOnlyList<Message> messages) =>
        AddAll(
            connection, ThreadWordsRepository.NewNumber(connection, thread.Id), thread.ProjectId, thread.Title,
            messages.Select(message => (message.Id, TextOf(message))));

    public void Add(IDbConnection connection, Message message)
    {
        // Of a thread that is not in the index yet, all messages come into it at once.
        if (Distinct(TextOf(message)) is not { Count: > 0 } words || ThreadWordsRepository.Indexed(connection, message.ThreadId) is not { } place) return;
        var row = ThreadWordsRepository.NextRow(connection, place.Number);
        ThreadWordsRepository.AddMessage(connection, row, message.Id);
        Add(connection, row, place.ProjectId, words);
    }

    public void SetTitle(IDbConnection connection, string threadId, string? before, string? after)
    {
        if (before == after || ThreadWordsRepository.Indexed(connection, threadId) is not { } place) return;
        var row = ThreadWordsRepository.FirstRow(place.Number);
        if (Distinct(before) is { Count: > 0 } old)
        {
            ThreadWordsRepository.Delete(connection, row, row);
            ThreadWordsRepository.Count(connection, old.ToDictionary(word => word, _ => -1));
        }

        if (Distinct(after) is { Count: > 0 } words) Add(connection, row, place.ProjectId, words);
    }

    public void Remove(IDbConnection connection, string threadId)
    {
        if (ThreadWordsRepository.Indexed(connection, threadId) is not { } place) return;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in ThreadWordsRepository.Messages(connection, place.Number).Select(message => message.Text).Prepend(ThreadsRepository.Find(connection, threadId)!.Title))
            foreach (var word in Distinct(text)) counts[word] = counts.GetValueOrDefault(word) - 1;
        ThreadWordsRepository.Delete(connection, ThreadWordsRepository.FirstRow(place.Number), ThreadWordsRepository.LastRow(place.Number));
        ThreadWordsRepository.Count(connection, counts);
    }

    public void CatchUp(IDbConnection connection, long number)
    {
        if (ThreadWordsRepository.Begin(connection, number) is not { } thread) return;
        AddAll(
            connection, number, thread.ProjectId, thread.Title,
            ThreadWordsRepository.Unindexed(connection, thread.Id).Select(message => (message.Id, message.Text)));
    }

    /// <summary>The word that all rows of a project have.</summary>
    public static string ProjectWord(string projectId) => $"{ProjectSign}{string.Concat(projectId.Where(char.IsAsciiLetterOrDigit))}";

    static string TextOf(Message message) => message.Role is MessageRole.Tool ? "" : message.Content?.PlainText ?? "";

    static void AddAll(IDbConnection connection, long number, string projectId, string? title, IEnumerable<(string Id, string Text)> messages)
    {
        var row = ThreadWordsRepository.FirstRow(number);
        if (Distinct(title) is { Count: > 0 } named) Add(connection, row, projectId, named);
        foreach (var (id, text) in messages)
        {
            if (Distinct(text) is not { Count: > 0 } words) continue;
            ThreadWordsRepository.AddMessage(connection, ++row, id);
            Add(connection, row, projectId, words);
        }
    }

    static void Add(IDbConnection connection, long row, string projectId, IReadOnlyCollection<string> words)
    {
        ThreadWordsRepository.AddWords(connection, row, string.Join(' ', words.Prepend(ProjectWord(projectId))));
        ThreadWordsRepository.CountOnce(connection, words);
    }

    static HashSet<string> Distinct(string? text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in SearchWords.Of(text ?? ""))
        {
            words.Add(word.Text);
            if (words.Count == MostOfAMessage) break;
        }

        return words;
    }
}
