using System.Net.Http.Headers;
using System.Text.Json;
using Portal.Models.Gateway;

namespace Portal.Models.Adapters;

/// <summary>Moderation as OpenAI and servers like it do it: https://platform.openai.com/docs/api-reference/moderations.</summary>
internal sealed class OpenAiModerationClient(HttpClient http)
{
    /// <summary>How sure the model is of each of its categories, 0 to 1. Throws what the network and the provider throw.</summary>
    public async Task<IReadOnlyDictionary<string, double>> Score(string model, string text, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { model, input = text }));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.PostAsync("moderations", content, cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        var result = answer.RootElement.GetProperty("results")[0];
        var scores = new Dictionary<string, double>();
        // Some servers only say yes or no; where both are said, the score decides.
        foreach (var category in Members(result, "categories").Where(one => one.Value.ValueKind is JsonValueKind.True or JsonValueKind.False))
            scores[category.Name] = category.Value.GetBoolean() ? 1 : 0;
        foreach (var category in Members(result, "category_scores").Where(one => one.Value.ValueKind is not JsonValueKind.Null))
            scores[category.Name] = category.Value.GetDouble();
        return scores.Count > 0 && scores.Values.All(score => score is >= 0 and <= 1)
            ? scores
            : throw new UpstreamException(UpstreamFault.Rubbish, "The answer holds no scores from 0 to 1 ('results[0].category_scores').");
    }

    static IEnumerable<JsonProperty> Members(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? value.EnumerateObject() : Enumerable.Empty<JsonProperty>();
}
