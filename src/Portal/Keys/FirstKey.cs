using System.Data;
using Portal.Access;
using Portal.Access.Setup;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Keys;

namespace Portal.Keys;

internal sealed class FirstKey(AuditWriter writer, TimeProvider time) : IFirstKey
{
    public bool AnyKey(IDbConnection connection) => KeysRepository.Any(connection);

    public void Insert(IDbConnection connection, string secret, string createdBy)
    {
        var scopes = Wire.Serialize(Enum.GetValues<KeyScope>().Select(Wire.Word));
        var key = new KeyRow(
            Ids.New("key"), null, "First key", KeySecret.Hint(secret), scopes, "[]", null, createdBy, time.GetUtcNow().ToUnixTimeSeconds(), null, null, null);
        KeysRepository.Insert(connection, key, KeySecret.Hash(secret));
        writer.Append(connection, CallInfo.System, new AuditEntry("key.created", "key", key.Id, null));
    }
}
