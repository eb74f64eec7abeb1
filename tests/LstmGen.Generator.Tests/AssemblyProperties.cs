using LstmGen.TestKit.Properties;

[assembly: SeededProperties]
