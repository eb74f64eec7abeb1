using LstmGen.Conformance.Properties;

[assembly: ModelProperties]
