using System.Text.Json;

namespace Portal.Client.Shared;

/// <summary>How the words of the contract read on a page: the same word everywhere.</summary>
public static class Wording
{
    /// <summary><c>InProgress</c> → "In progress".</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => OfWord(Wire(value));

    /// <summary><c>customer_service</c> → "Customer service".</summary>
    public static string OfWord(string word) =>
        word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].Replace('_', ' ');

    /// <summary>The word as it travels: <c>in_progress</c>.</summary>
    public static string Wire<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word as it travels; null for any other text.</summary>
    public static T? Parse<T>(string? word)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Wire(value!.Value) == word);

    public static string Count(long count, string one, string? many = null) =>
        $"{Figures.Whole(count)} {(count == 1 ? one : many ?? one + "s")}";
}
