using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Threads;

/// <summary>Text, or a list of parts; written back in the form in which it came.</summary>
[JsonConverter(typeof(MessageContentConverter))]
[OneOf("a string or an array of parts", typeof(string), typeof(IReadOnlyList<ContentPart>))]
public sealed record MessageContent
{
    public MessageContent(string text) => PlainText = text;

    public MessageContent(IReadOnlyList<ContentPart> parts)
    {
        Parts = parts;
        PlainText = string.Join("\n\n", parts.Where(part => part.Text is not null).Select(part => part.Text));
    }

    /// <summary>Null where it was sent as one string.</summary>
    public IReadOnlyList<ContentPart>? Parts { get; }

    /// <summary>The text of all text parts.</summary>
    public string PlainText { get; }

    public static implicit operator MessageContent(string text) => new(text);
}

/// <summary>A part by its <c>type</c>; <c>text</c> is the one served.</summary>
public sealed record ContentPart
{
    public required string Type { get; init; }

    public string? Text { get; init; }
}

sealed class MessageContentConverter : JsonConverter<MessageContent>
{
    public override MessageContent? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? new MessageContent(reader.GetString()!)
            : new MessageContent(JsonSerializer.Deserialize(ref reader, ApiJson.Default.IReadOnlyListContentPart)!);

    public override void Write(Utf8JsonWriter writer, MessageContent value, JsonSerializerOptions options)
    {
        if (value.Parts is null) writer.WriteStringValue(value.PlainText);
        else JsonSerializer.Serialize(writer, value.Parts, ApiJson.Default.IReadOnlyListContentPart);
    }
}
