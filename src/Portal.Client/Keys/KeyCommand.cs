namespace Portal.Client.Keys;

/// <summary>A command that works as it stands once it is pasted.</summary>
static class KeyCommand
{
    public static string For(string baseUri, string secret, string? assistantId)
    {
        var root = baseUri.TrimEnd('/');
        return assistantId is null
            ? $"curl {root}/v2/models -H 'Authorization: Bearer {secret}'"
            : $$"""
                curl {{root}}/v2/threads \
                  -H 'Authorization: Bearer {{secret}}' \
                  -H 'Content-Type: application/json' \
                  -d '{"assistant_id":"{{assistantId}}"}'
                """.Replace("\r", "", StringComparison.Ordinal);
    }
}
