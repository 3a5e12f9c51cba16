using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Portal.Tests.Hosting;

/// <summary>An answer's status and body.</summary>
public sealed record Answered(int Status, JsonElement Body, HttpResponseMessage Response)
{
    public JsonElement Error => Body.GetProperty("error");

    public string? Code => Error.GetProperty("code").GetString();

    public string? Param => Error.GetProperty("param").GetString();

    public string Id => Body.GetProperty("id").GetString()!;

    public JsonElement this[string field] => Body.GetProperty(field);
}

/// <summary>Calls of the API in JSON, as they stand in a test.</summary>
public static class ApiCalls
{
    public static Task<Answered> Get(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.Call(HttpMethod.Get, path, null, headers);

    public static Task<Answered> Post(this HttpClient client, string path, string? json = null, params (string Name, string Value)[] headers) =>
        client.Call(HttpMethod.Post, path, json, headers);

    public static Task<Answered> Put(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.Call(HttpMethod.Put, path, json, headers);

    public static Task<Answered> Delete(this HttpClient client, string path) => client.Call(HttpMethod.Delete, path, null);

    public static async Task<Answered> Call(
        this HttpClient client, HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        var body = isJson ? await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken) : default;
        return new((int)response.StatusCode, body, response);
    }
}
