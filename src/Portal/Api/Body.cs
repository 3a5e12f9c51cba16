using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api.OpenApi;
using Portal.Client.Api;

namespace Portal.Api;

/// <summary>The request's body as a contract, checked; see <see cref="ContractReader"/>.</summary>
internal sealed record Body<T>(T Value) : IEndpointParameterMetadataProvider
{
    public static async ValueTask<Body<T>> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var element = await RequestBody.ReadJson(http);
        var value = ContractReader.Read<T>(element);
        return value.IsSuccess ? new Body<T>(value.Value) : throw new ApiErrorException(value.Error);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}

/// <summary>
/// The body of an update: a field given replaces the whole field, null clears it, the rest stays. The fields given are
/// laid over the present object and the whole is then checked like a new one.
/// </summary>
internal sealed record Patch<T>(JsonElement Fields) : IEndpointParameterMetadataProvider
{
    public static async ValueTask<Patch<T>> BindAsync(HttpContext http, ParameterInfo parameter) => new(await RequestBody.ReadJson(http));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
        builder.Metadata.Add(new PatchMetadata());
    }

    /// <summary>Reads the object, checks <c>If-Match</c>, lays the fields over it and updates; one at a time for each address.</summary>
    public Task<Result<TObject>> Apply<TObject>(HttpContext http, Func<Task<Result<TObject>>> read, Func<T, Task<Result<TObject>>> update) =>
        Apply(http, read, (_, input) => update(input));

    /// <summary>The same where the object changes at other addresses too: the update is told what the fields were laid over.</summary>
    public async Task<Result<TObject>> Apply<TObject>(
        HttpContext http, Func<Task<Result<TObject>>> read, Func<TObject, T, Task<Result<TObject>>> update)
    {
        using var turn = await KeyedLock.Enter($"patch {http.Request.Path}", http.RequestAborted);
        var present = await read();
        if (!present.IsSuccess) return present.Error;
        if (ETags.CheckMatch(http, present.Value) is { } stale) return stale;
        var merged = Overlay(JsonSerializer.SerializeToElement(present.Value, Wire.Json));
        if (!merged.IsSuccess) return merged.Error;
        var input = ContractReader.Read<T>(merged.Value);
        return input.IsSuccess ? await update(present.Value, input.Value) : input.Error;
    }

    Result<JsonElement> Overlay(JsonElement present)
    {
        // The fields given are checked as they came, so that a duplicate or a null in the wrong place is not merged away.
        var shape = Wire.Json.GetTypeInfo(typeof(T));
        if (ContractShape.CheckGiven(Fields, shape) is { } wrong) return wrong;
        var settable = shape.Properties.Where(property => property.Set is not null).ToDictionary(property => property.Name);
        var merged = present.EnumerateObject().Where(field => settable.ContainsKey(field.Name)).ToDictionary(field => field.Name, field => field.Value);
        foreach (var field in ContractReader.WithoutReadOnlyFields(Fields, typeof(T)).EnumerateObject())
        {
            if (field.Value.ValueKind is JsonValueKind.Null && !settable[field.Name].IsRequired) merged.Remove(field.Name);
            else merged[field.Name] = field.Value;
        }

        return JsonSerializer.SerializeToElement(merged);
    }
}

internal static class RequestBody
{
    public static ApiError UnsupportedMediaType { get; } = new(415, "Send the body as 'Content-Type: application/json'.", "unsupported_media_type");

    public static async Task<JsonElement> ReadJson(HttpContext http)
    {
        var bytes = await ReadBytes(http);
        if (bytes.Length > 0 && !http.Request.HasJsonContentType())
            throw new ApiErrorException(UnsupportedMediaType);
        var parsed = ContractReader.Parse(bytes);
        return parsed.IsSuccess ? parsed.Value : throw new ApiErrorException(parsed.Error);
    }

    /// <summary>The whole body; kept, so that its hash and its content are read from one copy.</summary>
    public static async Task<byte[]> ReadBytes(HttpContext http)
    {
        if (http.Items.TryGetValue(typeof(RequestBody), out var kept)) return (byte[])kept!;
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var bytes = buffer.ToArray();
        http.Items[typeof(RequestBody)] = bytes;
        return bytes;
    }
}
