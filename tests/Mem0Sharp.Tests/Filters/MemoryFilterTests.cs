using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Filters;

/// <summary>What matches: each operator by each kind of value, one memory, one table.</summary>
public sealed class MemoryFilterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly MemoryItem Item = new()
    {
        Id = "m1",
        Text = "Lives in Berlin",
        Scope = MemoryScope.ForUser("alice", "coach", "r1"),
        LinkedAgentIds = ["butler"],
        LinkedRunIds = ["r2"],
        Tags = ["home", "City"],
        Version = 3,
        Type = MemoryType.Episodic,
        CreatedAt = Noon,
        UpdatedAt = Noon.AddDays(1),
        ExpiresAt = Noon.AddYears(1),
        ActorId = "mira",
        Metadata = MemoryMetadata.From((JsonObject)JsonNode.Parse("""
            {
              "text": "Berlin", "n": 5, "one": 1.0, "tenth": 0.1, "big": 12345678901234567890, "yes": true, "none": null, "star": "*",
              "list": [1, "two", true, null, [30]], "empty": [], "nulls": [null], "object": {"inner": {"deep": "x"}, "rows": [{"sku": "a"}, {"sku": "b"}]},
              "day": "2026-03-01", "at": "2026-03-01T14:00:00+02:00", "local": "2026-03-01T12:00:00", "role": "own key", "a.b": "dotted",
              "turkish": "ISTANBUL", "metadata": {"x": 1}, "$x": 2
            }
            """)!),
    };

    [Theory]
    [InlineData("""{"text2": "Berlin"}""", false)]
    [InlineData("""{"metadata.text": "Berlin"}""", true)]
    [InlineData("""{"metadata.text": "berlin"}""", false)]
    [InlineData("""{"n": 5}""", true)]
    [InlineData("""{"n": 5.00}""", true)]
    [InlineData("""{"n": 50e-1}""", true)]
    [InlineData("""{"n": "5"}""", false)]
    [InlineData("""{"one": 1}""", true)]
    [InlineData("""{"one": true}""", false)]
    [InlineData("""{"tenth": 0.10}""", true)]
    [InlineData("""{"big": 12345678901234567890}""", true)]
    [InlineData("""{"big": 12345678901234567891}""", false)]
    [InlineData("""{"big": 1.234567890123456789e19}""", true)]
    [InlineData("""{"yes": true}""", true)]
    [InlineData("""{"yes": false}""", false)]
    [InlineData("""{"yes": 1}""", false)]
    [InlineData("""{"object": "x"}""", false)]
    [InlineData("""{"object.inner.deep": "x"}""", true)]
    [InlineData("""{"object.inner": "x"}""", false)]
    [InlineData("""{"object.rows.sku": "b"}""", true)]
    [InlineData("""{"object.rows.sku": "c"}""", false)]
    [InlineData("""{"list": "two"}""", true)]
    [InlineData("""{"list": 1}""", true)]
    [InlineData("""{"list": 30}""", true)]
    [InlineData("""{"list": 3}""", false)]
    [InlineData("""{"star": {"eq": "*"}}""", true)]
    [InlineData("""{"metadata.text": {"eq": "*"}}""", false)]
    [InlineData("""{"a.b": "dotted"}""", false)]
    [InlineData("""{"a\\.b": "dotted"}""", true)]
    [InlineData("""{"metadata.$x": 2}""", true)]
    [InlineData("""{"metadata": {"n": 5, "yes": true}}""", true)]
    [InlineData("""{"metadata": {"n": 5, "yes": false}}""", false)]
    [InlineData("""{"metadata.metadata.x": 1}""", true)]
    public void Matches_Equal_ComparesByKindAndValue(string filter, bool expected) => Expect(filter, expected);

    [Theory]
    [InlineData("""{"n": {"ne": 5}}""", false)]
    [InlineData("""{"n": {"ne": 6}}""", true)]
    [InlineData("""{"n": {"ne": "5"}}""", true)]
    [InlineData("""{"missing": {"ne": 5}}""", true)]
    [InlineData("""{"none": {"ne": 5}}""", true)]
    [InlineData("""{"list": {"ne": "two"}}""", false)]
    [InlineData("""{"list": {"ne": "three"}}""", true)]
    [InlineData("""{"n": {"nin": [4, 5]}}""", false)]
    [InlineData("""{"n": {"nin": [4, 6]}}""", true)]
    [InlineData("""{"missing": {"nin": [4, 5]}}""", true)]
    [InlineData("""{"list": {"nin": ["two", 7]}}""", false)]
    [InlineData("""{"empty": {"nin": ["two", 7]}}""", true)]
    public void Matches_NotEqual_IsWhatEqualIsNot(string filter, bool expected) => Expect(filter, expected);

    [Theory]
    [InlineData("""{"n": {"gt": 5}}""", false)]
    [InlineData("""{"n": {"gt": 4.999999999999999999999999}}""", true)]
    [InlineData("""{"n": {"gte": 5}}""", true)]
    [InlineData("""{"n": {"lt": 5}}""", false)]
    [InlineData("""{"n": {"lt": 10}}""", true)]
    [InlineData("""{"n": {"lte": 5}}""", true)]
    [InlineData("""{"n": {"gt": -10}}""", true)]
    [InlineData("""{"n": {"gt": "4"}}""", false)]
    [InlineData("""{"n": {"gte": 1, "lt": 5}}""", false)]
    [InlineData("""{"n": {"gte": 1, "lte": 0}}""", false)]
    [InlineData("""{"n": {"gte": 1, "lt": 6}}""", true)]
    [InlineData("""{"n": {"gte": 1, "ne": 5}}""", false)]
    [InlineData("""{"tenth": {"lt": 1e-1}}""", false)]
    [InlineData("""{"tenth": {"gt": 0.09999999999999999999999}}""", true)]
    [InlineData("""{"big": {"gt": 12345678901234567889}}""", true)]
    [InlineData("""{"big": {"lt": 1e400}}""", true)]
    [InlineData("""{"metadata.text": {"gt": "Berlim"}}""", true)]
    [InlineData("""{"metadata.text": {"lt": "a"}}""", true)]
    [InlineData("""{"metadata.text": {"lt": "B"}}""", false)]
    [InlineData("""{"list": {"gt": 29}}""", true)]
    [InlineData("""{"list": {"gt": 30}}""", false)]
    [InlineData("""{"yes": {"gt": 0}}""", false)]
    [InlineData("""{"missing": {"lt": 5}}""", false)]
    [InlineData("""{"none": {"lt": 5}}""", false)]
    [InlineData("""{"object": {"lt": 5}}""", false)]
    public void Matches_Order_IsThatOfNumbersAndOfOrdinalTexts(string filter, bool expected) => Expect(filter, expected);

    [Theory]
    [InlineData("""{"at": "2026-03-01T12:00:00Z"}""", true)]
    [InlineData("""{"at": "2026-03-01T12:00:00.0000001Z"}""", false)]
    [InlineData("""{"at": {"in": ["x", "2026-03-01 07:00:00-05:00"]}}""", true)]
    [InlineData("""{"at": {"gt": "2026-03-01T13:59:59+02:00"}}""", true)]
    [InlineData("""{"at": {"gt": "2026-03-01T12:00:00Z"}}""", false)]
    [InlineData("""{"at": {"gte": "2026-03-01", "lt": "2026-03-02"}}""", true)]
    [InlineData("""{"day": "2026-03-01"}""", true)]
    [InlineData("""{"day": "2026-03-01T00:00:00Z"}""", true)]
    [InlineData("""{"day": {"lt": "2026-03-01T00:00:00.0000001Z"}}""", true)]
    [InlineData("""{"day": {"contains": "2026-03"}}""", true)]
    [InlineData("""{"local": "2026-03-01T12:00:00Z"}""", false)]
    [InlineData("""{"local": "2026-03-01T12:00:00"}""", true)]
    [InlineData("""{"local": {"gt": "2026-01-01"}}""", false)]
    [InlineData("""{"metadata.text": {"gt": "2026-01-01"}}""", false)]
    [InlineData("""{"created_at": "2026-03-01T12:00:00Z"}""", true)]
    [InlineData("""{"created_at": "2026-03-01T14:00:00+02:00"}""", true)]
    [InlineData("""{"created_at": {"gte": "2026-03-01", "lt": "2026-03-02"}}""", true)]
    [InlineData("""{"created_at": {"gt": "2026-03-01T12:00Z"}}""", false)]
    [InlineData("""{"updated_at": {"gt": "2026-03-01T12:00:00Z"}}""", true)]
    [InlineData("""{"expiration_date": {"gt": "2026-06-01"}}""", true)]
    [InlineData("""{"expires_at": {"lt": "2026-06-01"}}""", false)]
    [InlineData("""{"valid_to": {"lt": "2099-01-01"}}""", false)]
    [InlineData("""{"valid_from": null}""", true)]
    public void Matches_Times_AreInstants(string filter, bool expected) => Expect(filter, expected);

    [Theory]
    [InlineData("""{"metadata.text": {"contains": "erl"}}""", true)]
    [InlineData("""{"metadata.text": {"contains": "ERL"}}""", false)]
    [InlineData("""{"metadata.text": {"icontains": "ERL"}}""", true)]
    [InlineData("""{"turkish": {"icontains": "istan"}}""", true)]
    [InlineData("""{"turkish": {"icontains": "ıstan"}}""", false)]
    [InlineData("""{"list": {"contains": "tw"}}""", true)]
    [InlineData("""{"list": {"icontains": "TW"}}""", true)]
    [InlineData("""{"n": {"contains": "5"}}""", false)]
    [InlineData("""{"missing": {"contains": ""}}""", false)]
    [InlineData("""{"object": {"contains": "x"}}""", false)]
    [InlineData("""{"memory": {"contains": "Berlin"}}""", true)]
    [InlineData("""{"text": {"icontains": "berlin"}}""", true)]
    [InlineData("""{"tags": {"contains": "om"}}""", true)]
    public void Matches_Contains_LooksForAPartOfATextOrdinally(string filter, bool expected) => Expect(filter, expected);

    [Theory]
    [InlineData("""{"n": [4, 5]}""", true)]
    [InlineData("""{"n": {"in": [4, 5.0]}}""", true)]
    [InlineData("""{"n": ["5", true]}""", false)]
    [InlineData("""{"n": [1, 2, 3, 4, 5, 6]}""", true)]
    [InlineData("""{"n": [1, 2, 3, 4, 6, 7]}""", false)]
    [InlineData("""{"list": ["x", "two"]}""", true)]
    [InlineData("""{"missing": [null]}""", null)]
    [InlineData("""{"tags": "home"}""", true)]
    [InlineData("""{"tags": "city"}""", false)]
    [InlineData("""{"tags": ["city", "home"]}""", true)]
    [InlineData("""{"id": "m1"}""", true)]
    [InlineData("""{"memory_ids": ["m0", "m1"]}""", true)]
    [InlineData("""{"version": 3}""", true)]
    [InlineData("""{"version": {"gt": 3}}""", false)]
    [InlineData("""{"memory_type": "episodic"}""", true)]
    [InlineData("""{"memory_type": ["semantic"]}""", false)]
    [InlineData("""{"actor_id": "mira"}""", true)]
    [InlineData("""{"role": "own key"}""", false)]
    [InlineData("""{"metadata.role": "own key"}""", true)]
    [InlineData("""{"role": {"ne": "user"}}""", true)]
    [InlineData("""{"user_id": "alice"}""", true)]
    [InlineData("""{"user_id": "bob"}""", false)]
    [InlineData("""{"agent_id": "butler"}""", true)]
    [InlineData("""{"agent_id": {"ne": "coach"}}""", false)]
    [InlineData("""{"run_id": ["r2"]}""", true)]
    [InlineData("""{"app_id": "*"}""", false)]
    public void Matches_InAndFields_LooksAtEachValue(string filter, bool? expected)
    {
        if (expected is { } value)
        {
            Expect(filter, value);
        }
        else
        {
            FluentActions.Invoking(() => MemoryFilter.Parse(filter)).Should().Throw<MemoryValidationException>();
        }
    }

    [Theory]
    [InlineData("""{"n": "*"}""", true)]
    [InlineData("""{"n": {"exists": true}}""", true)]
    [InlineData("""{"n": {"exists": false}}""", false)]
    [InlineData("""{"n": null}""", false)]
    [InlineData("""{"n": {"ne": null}}""", true)]
    [InlineData("""{"missing": "*"}""", false)]
    [InlineData("""{"missing": null}""", true)]
    [InlineData("""{"none": "*"}""", false)]
    [InlineData("""{"none": {"exists": false}}""", true)]
    [InlineData("""{"empty": "*"}""", false)]
    [InlineData("""{"nulls": "*"}""", false)]
    [InlineData("""{"list": "*"}""", true)]
    [InlineData("""{"object": "*"}""", true)]
    [InlineData("""{"object.inner": "*"}""", true)]
    [InlineData("""{"object.rows": "*"}""", true)]
    [InlineData("""{"n.deeper": "*"}""", false)]
    [InlineData("""{"actor_id": "*"}""", true)]
    [InlineData("""{"valid_from": "*"}""", false)]
    public void Matches_Exists_IsTrueForAnyValueButNull(string filter, bool expected) => Expect(filter, expected);

    [Theory]
    [InlineData("""{"n": 5, "yes": true}""", true)]
    [InlineData("""{"n": 5, "yes": false}""", false)]
    [InlineData("""{"AND": [{"n": 5}, {"yes": true}]}""", true)]
    [InlineData("""{"AND": [{"n": 5}, {"yes": false}]}""", false)]
    [InlineData("""{"OR": [{"n": 6}, {"yes": true}]}""", true)]
    [InlineData("""{"OR": [{"n": 6}, {"yes": false}]}""", false)]
    [InlineData("""{"NOT": [{"n": 6}, {"yes": false}]}""", true)]
    [InlineData("""{"NOT": [{"n": 6}, {"yes": true}]}""", false)]
    [InlineData("""{"NOT": {"n": 6}}""", true)]
    [InlineData("""{"NOT": [{"NOT": [{"n": 5}]}]}""", true)]
    [InlineData("""{"AND": [{"OR": [{"n": 6}, {"NOT": [{"yes": false}]}]}, {"tags": "home"}], "version": {"gte": 3}}""", true)]
    [InlineData("""{"AND": [{"OR": [{"n": 6}, {"NOT": [{"yes": true}]}]}, {"tags": "home"}], "version": {"gte": 3}}""", false)]
    public void Matches_Nested_IsWhatTheLogicSays(string filter, bool expected) => Expect(filter, expected);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public void Matches_UnderAnotherCulture_IsTheSame(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Expect("""{"turkish": {"icontains": "istan"}}""", true);
            Expect("""{"turkish": {"icontains": "ıstan"}}""", false);
            Expect("""{"tenth": {"gt": 0.05, "lt": 0.2}, "n": {"gt": -5}}""", true);
            Expect("""{"created_at": {"gte": "2026-03-01", "lt": "2026-03-02"}}""", true);
            MemoryField.Metadata("tenth").EqualTo(0.1).Matches(Item).Should().BeTrue();
            MemoryField.Metadata("tenth").EqualTo(0.1).ToJson().Should().Be("""{"metadata.tenth":{"eq":0.1}}""");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Expect(string json, bool expected)
    {
        MemoryFilter filter = MemoryFilter.Parse(json);
        filter.Matches(Item).Should().Be(expected, json);
        filter.Not().Matches(Item).Should().Be(!expected, "a negation is the complement: {0}", json);
        MemoryFilter.Parse(filter.ToJson()).Should().Be(filter);
    }
}
