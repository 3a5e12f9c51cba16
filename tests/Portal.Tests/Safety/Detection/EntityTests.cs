using Portal.Safety.Detection;

namespace Portal.Tests.Safety.Detection;

public sealed class EntityTests
{
    static readonly Scanner Scanner = new([.. Entities.All.Select(EntityDetector.Of)]);

    [Theory]
    [InlineData("person", "My name is Xavier Okonkwo.", "Xavier Okonkwo")]
    [InlineData("person", "Dear Ms. Thornberry, hello", "Thornberry")]
    [InlineData("person", "Smith, John called", "Smith, John")]
    [InlineData("person", "ask Ludwig van Beethoven about it", "Ludwig van Beethoven")]
    [InlineData("person", "José García's order", "José García")]
    [InlineData("person", "Best regards,\nPriyanka", "Priyanka")]
    [InlineData("person", "my name is jane doe", "jane doe")]
    [InlineData("email", "mail jane.o'neil+x@mail.example.co.uk, please", "jane.o'neil+x@mail.example.co.uk")]
    [InlineData("phone", "(415) 555-2671", "(415) 555-2671")]
    [InlineData("phone", "+44 (0)20 7946 0958 ext. 12", "+44 (0)20 7946 0958 ext. 12")]
    [InlineData("phone", "01 23 45 67 89", "01 23 45 67 89")]
    [InlineData("phone", "Tel. 030/12345678", "030/12345678")]
    [InlineData("phone", "call 4155552671", "4155552671")]
    [InlineData("credit_card", "4111 1111 1111 1111", "4111 1111 1111 1111")]
    [InlineData("credit_card", "amex 378282246310005", "378282246310005")]
    [InlineData("iban", "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00")]
    [InlineData("iban", "gb29nwbk60161331926819", "gb29nwbk60161331926819")]
    [InlineData("bank_account", "routing number 021000021", "021000021")]
    [InlineData("bank_account", "sort code 20-00-00 55779911", "20-00-00 55779911")]
    [InlineData("bank_account", "account number: 123456789012", "123456789012")]
    [InlineData("national_id", "219-09-9999", "219-09-9999")]
    [InlineData("national_id", "NINO AB 12 34 56 C", "AB 12 34 56 C")]
    [InlineData("national_id", "Steuer-ID 86 095 742 719", "86 095 742 719")]
    [InlineData("national_id", "1 84 12 76 451 089 46", "1 84 12 76 451 089 46")]
    [InlineData("national_id", "DNI 12345678Z", "12345678Z")]
    [InlineData("national_id", "NIE X1234567L", "X1234567L")]
    [InlineData("national_id", "RSSMRA85T10A562S", "RSSMRA85T10A562S")]
    [InlineData("national_id", "BSN 111222333", "111222333")]
    [InlineData("national_id", "PESEL 44051401359", "44051401359")]
    [InlineData("national_id", "529.982.247-25", "529.982.247-25")]
    [InlineData("national_id", "2341 2341 2346", "2341 2341 2346")]
    [InlineData("national_id", "11010519491231002X", "11010519491231002X")]
    [InlineData("national_id", "811218-9876", "811218-9876")]
    [InlineData("national_id", "131052-308T", "131052-308T")]
    [InlineData("national_id", "15108695088", "15108695088")]
    [InlineData("national_id", "CPR 211062-5629", "211062-5629")]
    [InlineData("passport", "passport no. C01X00T47", "C01X00T47")]
    [InlineData("passport", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")]
    [InlineData("driver_license", "driver's license D1234567", "D1234567")]
    [InlineData("driver_license", "MORGA657054SM9IJ", "MORGA657054SM9IJ")]
    [InlineData("ip_address", "from 192.168.1.10.", "192.168.1.10")]
    [InlineData("ip_address", "2001:db8::8a2e:370:7334", "2001:db8::8a2e:370:7334")]
    [InlineData("mac_address", "00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5E")]
    [InlineData("url_credentials", "postgres://admin:s3cr3t@db.example.com/x", "postgres://admin:s3cr3t@db.example.com/x")]
    [InlineData("url_credentials", "https://x.com/a?sig=abc12345def&x=1", "sig=abc12345def")]
    [InlineData("secret", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("secret", "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("secret", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N")]
    [InlineData("secret", "password: hunter2!", "hunter2")]
    [InlineData("secret", "api_key = \"a8f5f167f44f4964e6c998dee827110c\"", "a8f5f167f44f4964e6c998dee827110c")]
    [InlineData("secret", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----")]
    [InlineData("crypto_address", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]
    [InlineData("crypto_address", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")]
    [InlineData("crypto_address", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("date_of_birth", "DOB: 1985-03-12", "1985-03-12")]
    [InlineData("date_of_birth", "geboren am 12. März 1985", "12. März 1985")]
    [InlineData("address", "221B Baker Street, London NW1 6XE", "221B Baker Street, London NW1 6XE")]
    [InlineData("address", "Hauptstraße 12a, 10115 Berlin", "Hauptstraße 12a, 10115 Berlin")]
    [InlineData("address", "12 bis, rue de la République, 75011 Paris", "12 bis, rue de la République, 75011 Paris")]
    [InlineData("address", "Calle de Alcalá, 42, 28014 Madrid", "Calle de Alcalá, 42, 28014 Madrid")]
    [InlineData("address", "P.O. Box 1234", "P.O. Box 1234")]
    [InlineData("address", "at 222 Church Road, Portland, OR 72912, thanks", "222 Church Road, Portland, OR 72912")]
    [InlineData("address", "4880 Betburweg 74 Suite 967\n Lascano, Uruguay 80694", "4880 Betburweg 74 Suite 967\n Lascano, Uruguay 80694")]
    [InlineData("address", "USNS Møller\nFPO AA 85844", "USNS Møller\nFPO AA 85844")]
    [InlineData("person", "a song by Ushurma Dratchev).", "Ushurma Dratchev")]
    [InlineData("person", "Producer Liviana Palerma explained", "Liviana Palerma")]
    [InlineData("person", "mr. elliott flew", "elliott")]
    [InlineData("credit_card", "card 676222165679", "676222165679")]
    public void Entity_IsFound(string entity, string text, string expected) =>
        Assert.Contains((entity, expected), Scanner.Scan(text).Select(found => (found.Entity, text[found.Start..found.End])));

    [Theory]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("order 4111111111111111")]
    [InlineData("DE89 3704 0044 0532 0130 01")]
    [InlineData("666-09-9999 000-12-3456 219-00-9999")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")]
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")]
    [InlineData("version 10.0.14.2 at 12:30:45 on 2024-05-06, 256.1.1.1")]
    [InlineData("Invoice 2024-000123 over $1,234.56, PO 4500012345, part AB-12345-C, 12/03/2024")]
    [InlineData("12 Main items were sent by May 5, 2024. Microsoft Azure has a Sales Dashboard, Please send it")]
    [InlineData("The password is required. Your token will expire.")]
    [InlineData("The Customer Service team in New York will Open Invoice 12345 on Monday; Mark the May Report")]
    [InlineData("std::vector and a::b, jane@localhost, @jane, 12 @ 4.50")]
    public void LookAlike_IsNot(string text) => Assert.Empty(Scanner.Scan(text));

    /// <summary>The ways in which one hides what is found otherwise.</summary>
    [Theory]
    [InlineData("email", "jane@ехаmрlе.com", "jane@ехаmрlе.com")]
    [InlineData("email", "ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ")]
    [InlineData("email", "j\u200Bane@exam\u00ADple.com", "j\u200Bane@exam\u00ADple.com")]
    [InlineData("email", "jane (at) example (dot) com", "jane (at) example (dot) com")]
    [InlineData("email", "jane at example dot com", "jane at example dot com")]
    [InlineData("email", "?to=jane%40example%2Ecom&x", "jane%40example%2Ecom")]
    [InlineData("email", "{\"to\":\"jane\\u0040example.com\"}", "jane\\u0040example.com")]
    [InlineData("email", "jane&#64;example&period;com", "jane&#64;example&period;com")]
    [InlineData("email", "see amFuZUBleGFtcGxlLmNvbQ== there", "amFuZUBleGFtcGxlLmNvbQ==")]
    [InlineData("national_id", "c3NuIDIxOS0wOS05OTk5", "c3NuIDIxOS0wOS05OTk5")]
    [InlineData("credit_card", "４１１１ １１１１ １１１１ １１１１", "４１１１ １１１１ １１１１ １１１１")]
    [InlineData("credit_card", "4\u200B1\u200B1\u200B1 1111 1111 1111", "4\u200B1\u200B1\u200B1 1111 1111 1111")]
    [InlineData("credit_card", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    [InlineData("credit_card", "4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1", "4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1")]
    [InlineData("phone", "4 1 5 - 5 5 5 - 2 6 7 1", "4 1 5 - 5 5 5 - 2 6 7 1")]
    [InlineData("phone", "call four one five, five five five, two six seven one", "four one five, five five five, two six seven one")]
    [InlineData("national_id", "ssn two one nine zero nine nine nine nine nine", "two one nine zero nine nine nine nine nine")]
    [InlineData("national_id", "٢١٩-٠٩-٩٩٩٩", "٢١٩-٠٩-٩٩٩٩")]
    [InlineData("email", "```\nvar to = \"jane@example.com\";\n```", "jane@example.com")]
    [InlineData("email", "exports/jane@example.com.csv", "jane@example.com.csv")]
    [InlineData("national_id", "scan_219-09-9999.pdf", "219-09-9999")]
    [InlineData("national_id", "ssn=219099999; tier=gold", "219099999")]
    [InlineData("phone", "{\"phone\": \"4155552671\"}", "4155552671")]
    [InlineData("credit_card", "send_card(\"4111111111111111\", 3)", "4111111111111111")]
    [InlineData("iban", "![DE89370400440532013000](chart.png)", "DE89370400440532013000")]
    [InlineData("person", "Jаne Dое signed", "Jаne Dое")]
    public void HiddenEntity_IsFoundAsWritten(string entity, string text, string expected) => Entity_IsFound(entity, text, expected);

    [Fact]
    public void EncodedRun_TooLong_IsLeftAlone()
    {
        string Encoded(int filling) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("jane@example.com " + new string('x', filling)));
        Assert.Single(Scanner.Scan(Encoded(100)));
        Assert.Empty(Scanner.Scan(Encoded(300)));
    }

    [Fact]
    public void EveryEntity_HasARecogniser() => Assert.All(Entities.All, entity => Assert.Equal(entity, EntityDetector.Of(entity).Entity));

    [Fact]
    public void UnknownEntity_IsRefused() => Assert.Throws<ArgumentException>(() => EntityDetector.Of("shoe_size"));
}
